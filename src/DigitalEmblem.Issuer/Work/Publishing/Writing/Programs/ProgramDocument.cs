using System.Text.Json;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>What a program is told: the changes of names of one zone, of which it makes all or none.</summary>
/// <param name="Format">The version of the format. It changes when a program that knows the one before would do something wrong.</param>
/// <param name="Zone">The zone, without a dot at its end.</param>
/// <param name="Names">The changes, one a name.</param>
internal sealed record ProgramDocument(int Format, string Zone, IReadOnlyList<ProgramName> Names)
{
    private const int Version = 1;

    /// <summary>Of changes.</summary>
    public static ProgramDocument Of(DomainName zone, IEnumerable<NameChange> changes) =>
        new(Version, zone.ToString(), [.. changes.Select(ProgramName.Of)]);

    /// <summary>As JSON in UTF-8, on one line.</summary>
    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ProgramJson.Written.ProgramDocument), (byte)'\n'];
}
