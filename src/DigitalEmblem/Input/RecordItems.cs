namespace DigitalEmblem;

/// <summary>The tokens and keys in records that the user supplies; other records hold none.</summary>
internal static class RecordItems
{
    /// <summary>The item in a record; null if it does not claim to be one (decisions.md, 11).</summary>
    /// <param name="record">A record of type TXT, or of one that may be IHLE.</param>
    /// <param name="item">The item to fill in.</param>
    /// <param name="content">Limits, and what was read before.</param>
    public static InputItem? Read(CapturedRecord record, InputItem item, InputContent content) => record.Type == DnsType.Txt
        ? ReadTxt(record, item, content)
        : ReadIhle(record, item, content);

    /// <summary>Whether bytes claim to be a token of the CWT profile: COSE_Sign1 (tag 18), inside the tag of a CWT (61) or not.</summary>
    public static bool ClaimsToBeCwt(ReadOnlySpan<byte> data) => data is [0xd2, ..] or [0xd8, 0x12, ..] or [0xd8, 0x3d, ..];

    private static InputItem? ReadIhle(CapturedRecord record, InputItem item, InputContent content)
    {
        if (record.Fault is { } fault)
        {
            bool claims = content.Ihle.Is(record.Type) || ClaimsToBeCwt(record.Data.Span);
            return claims ? item with { Fault = fault, Profile = TokenProfile.Cwt } : null;
        }

        InputItem read = InputReader.ReadItem(record.Data, item, content.Limits, content.Cache);
        return content.Ihle.Is(record.Type) || read.Fault is null || ClaimsToBeCwt(record.Data.Span) ? read : null;
    }

    private static InputItem? ReadTxt(CapturedRecord record, InputItem item, InputContent content)
    {
        if (record.Fault is not { } fault)
        {
            return TxtRecord.TryRead(record.Data, item, content.Limits, content.Cache, out _);
        }

        // The readable part of a record that was cut shows whether the record claims to belong to an emblem.
        return TxtRecord.Concerns(CharacterStrings.Latin1(record.Data.Span))
            ? item with { Fault = fault, Profile = TokenProfile.Jws }
            : null;
    }
}
