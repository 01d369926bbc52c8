namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>A record, in the forms in which programs take one.</summary>
/// <param name="Data">As in a zone file (RFC 1035, 5; RFC 3597, 5), in ASCII.</param>
/// <param name="Rdata">As on the wire, as hexadecimal text.</param>
/// <param name="Value">The text of a TXT record, joined; null for other types, and if it is not UTF-8.</param>
internal sealed record ProgramRecord(string Data, string Rdata, string? Value)
{
    /// <summary>A record of a type.</summary>
    public static ProgramRecord Of(ushort type, ReadOnlyMemory<byte> data)
    {
        bool isText = type == StandingRecords.Txt && !data.IsEmpty && CharacterStrings.IsWellFormed(data.Span);
        return new ProgramRecord(
            RecordText.Write(type, data),
            Convert.ToHexStringLower(data.Span),
            isText ? CharacterStrings.Join(data.Span) : null);
    }
}
