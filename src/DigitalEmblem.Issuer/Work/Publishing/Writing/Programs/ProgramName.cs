using System.Text.Json;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>The change of one name.</summary>
/// <param name="Name">The name, without a dot at its end.</param>
/// <param name="Records">The changes, one a type.</param>
internal sealed record ProgramName(string Name, IReadOnlyList<ProgramRecords> Records)
{
    /// <summary>How many bytes it has in a document, with the comma behind it.</summary>
    public int EncodedLength() => JsonSerializer.SerializeToUtf8Bytes(this, ProgramJson.Written.ProgramName).Length + 1;

    /// <summary>Of a change.</summary>
    public static ProgramName Of(NameChange change) => new(change.Name.ToString(), [.. change.Records.Select(ProgramRecords.Of)]);
}
