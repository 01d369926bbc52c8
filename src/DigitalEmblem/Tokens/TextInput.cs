using System.Text;

namespace DigitalEmblem;

/// <summary>Reads text, line by line: records as <c>dig</c> or a zone file writes them, hexadecimal digits, JWS, JWK, PEM public keys. Comments (<c>;</c>, <c>#</c>) and other records are passed over.</summary>
internal static class TextInput
{
    private const string PemBegin = "-----BEGIN ";
    private const string PemEnd = "-----END ";

    public static IEnumerable<InputItem> Read(string text, string source, TokenLimits limits, VerificationCache cache)
    {
        if (text.Trim() is ['{', .., '}'] whole && IsOneJsonObject(whole))
        {
            return [new InputItem(1, source).WithKey(ItemForm.Jwk, whole, limits, cache, VerificationKey.FromJwk)];
        }

        return ReadLines(text, source, limits, cache);
    }

    private static IEnumerable<InputItem> ReadLines(string text, string source, TokenLimits limits, VerificationCache cache)
    {
        int number = 1;
        foreach ((string line, int lineNumber) in LogicalLines(text))
        {
            string where = $"{source}, line {lineNumber}";
            foreach (InputItem item in ReadLine(line, where, number, limits, cache))
            {
                yield return item;
                number++;
            }
        }
    }

    private static IEnumerable<InputItem> ReadLine(string line, string where, int number, TokenLimits limits, VerificationCache cache)
    {
        var item = new InputItem(number, where);
        if (line.StartsWith(PemBegin, StringComparison.Ordinal))
        {
            return [item.WithKey(ItemForm.Pem, line, limits, cache, VerificationKey.FromPem)];
        }

        if (line[0] == '{')
        {
            return [item.WithKey(ItemForm.Jwk, line, limits, cache, VerificationKey.FromJwk)];
        }

        // Before records: in digits with spaces between them, a word may look like a TTL, and what follows like a type.
        if (HexText.IsAll(line))
        {
            return HexText.TryDecode(line, out byte[]? bytes)
                ? InputReader.ReadCbor(bytes, where, number, limits, cache)
                : [item with { Fault = new TokenFormatException("an odd number of hexadecimal digits: the line was cut") }];
        }

        if (ZoneRecord.TryRead(line, out ZoneRecord? record))
        {
            return record.Txt is { } txt ? ReadTxt(txt, item, limits, cache)
                : record.RData is { } rdata ? [InputReader.ReadItem(rdata, item, limits, cache)]
                : record.Fault is { } fault ? [item with { Fault = fault }]
                : [];
        }

        if (TxtRecord.Concerns(line))
        {
            return ReadTxt(line, item, limits, cache);
        }

        return line.Count(c => c == '.') == 2 && line.StartsWith("ey", StringComparison.Ordinal)
            ? [item.WithJws(line, limits, cache)]
            : [item with { Fault = new TokenFormatException("neither a record, nor hexadecimal digits, nor a JWS, nor a key") }];
    }

    private static IEnumerable<InputItem> ReadTxt(string value, InputItem item, TokenLimits limits, VerificationCache cache) =>
        TxtRecord.Concerns(value) ? [TxtRecord.Read(value, item, limits, cache)] : [];

    /// <summary>Lines with their numbers: comments left out, a PEM block or a record in parentheses as one.</summary>
    private static IEnumerable<(string Line, int Number)> LogicalLines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int start = i;
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is ';' or '#')
            {
                continue;
            }

            if (line.StartsWith(PemBegin, StringComparison.Ordinal))
            {
                var block = new StringBuilder(line);
                while (!lines[i].StartsWith(PemEnd, StringComparison.Ordinal) && i + 1 < lines.Length)
                {
                    block.Append('\n').Append(lines[++i].Trim());
                }

                yield return (block.ToString(), start + 1);
                continue;
            }

            if (line[0] != '{' && ZoneRecord.OpensParenthesis(line))
            {
                var joined = new StringBuilder(line);
                while (!ZoneRecord.ClosesParenthesis(lines[i]) && i + 1 < lines.Length)
                {
                    joined.Append(' ').Append(lines[++i].Trim());
                }

                line = joined.ToString();
            }

            yield return (line, start + 1);
        }
    }

    private static bool IsOneJsonObject(string text)
    {
        try
        {
            return StrictJson.ReadObject(Encoding.UTF8.GetBytes(text), _ => true);
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }
}
