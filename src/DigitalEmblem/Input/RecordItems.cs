using System.Text;

namespace DigitalEmblem;

/// <summary>The tokens and keys in records that somebody brings; records of other things are none.</summary>
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
            return content.Ihle.Is(record.Type) || ClaimsToBeCwt(record.Data.Span) ? item with { Fault = fault, Profile = TokenProfile.Cwt } : null;
        }

        InputItem read = InputReader.ReadItem(record.Data, item, content.Limits, content.Cache);
        return content.Ihle.Is(record.Type) || read.Fault is null || ClaimsToBeCwt(record.Data.Span) ? read : null;
    }

    private static InputItem? ReadTxt(CapturedRecord record, InputItem item, InputContent content)
    {
        if (record.Fault is null && CharacterStrings.Join(record.Data.Span) is { } text)
        {
            return TxtRecord.Concerns(text) ? TxtRecord.Read(text, item, content.Limits, content.Cache) : null;
        }

        string part = Encoding.Latin1.GetString(Joined(record.Data.Span));
        if (!TxtRecord.Concerns(part))
        {
            return null;
        }

        bool isKey = part.StartsWith(TxtRecord.KeyName, StringComparison.OrdinalIgnoreCase);
        TokenFormatException why = record.Fault ?? new TokenFormatException("a TXT record that is not UTF-8, or whose strings do not fit");
        return item with { Fault = why, IsKeyItem = isKey, Profile = isKey ? null : TokenProfile.Jws };
    }

    /// <summary>The strings as far as there are any.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> data)
    {
        var joined = new List<byte>(data.Length);
        while (!data.IsEmpty)
        {
            int length = Math.Min(data[0], data.Length - 1);
            joined.AddRange(data.Slice(1, length));
            data = data[(length + 1)..];
        }

        return [.. joined];
    }
}
