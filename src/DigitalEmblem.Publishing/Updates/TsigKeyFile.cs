namespace DigitalEmblem.Publishing;

/// <summary>
/// The <c>key</c> statement of BIND's configuration, alone in a file. Messages of faults never repeat the text of the file, because a
/// secret in the wrong place is still a secret.
/// </summary>
internal static class TsigKeyFile
{
    private const string Form =
        "A key file holds one statement: key \"NAME\" { algorithm hmac-sha256; secret \"BASE64\"; }; as tsig-keygen prints it";

    /// <exception cref="FormatException">It is no such statement, or there is no such key.</exception>
    public static TsigKey Read(string text)
    {
        var words = new Queue<(string Text, bool Quoted)>(Words(text));
        Expect(words, "key");
        string name = Value(words, "name");
        Expect(words, "{");
        string? algorithm = null, secret = null;
        while (words.TryPeek(out (string Text, bool Quoted) next) && next != ("}", false))
        {
            string what = Value(words, "content");
            switch (what)
            {
                case "algorithm" when algorithm is null:
                    algorithm = Value(words, what);
                    break;
                case "secret" when secret is null:
                    secret = Value(words, what);
                    break;
                default:
                    throw Malformed("it states something else than one algorithm and one secret");
            }

            Expect(words, ";");
        }

        Expect(words, "}");
        if (words.Count > 0)
        {
            Expect(words, ";");
        }

        if (words.Count > 0 || algorithm is null || secret is null)
        {
            throw Malformed(words.Count > 0
                ? "something follows the statement; each key belongs in a file of its own"
                : "algorithm or secret is missing");
        }

        TsigAlgorithm taken = TsigAlgorithms.Of(algorithm)
            ?? throw new FormatException("The algorithm of this key is not taken: only hmac-sha256, hmac-sha384 and hmac-sha512 are, not "
                + "truncated. 'tsig-keygen -a hmac-sha256 NAME' makes a key; the server must then know the new one.");
        byte[] bytes = Bytes(secret);
        return TsigKey.FaultOf(name, bytes.Length, taken) is { } fault ? throw new FormatException(fault) : new TsigKey(name, bytes, taken);
    }

    private static byte[] Bytes(string secret)
    {
        try
        {
            return Convert.FromBase64String(secret);
        }
        catch (FormatException)
        {
            throw Malformed("the secret is not base64; was it copied whole?");
        }
    }

    private static void Expect(Queue<(string Text, bool Quoted)> words, string expected)
    {
        if (!words.TryDequeue(out (string Text, bool Quoted) word) || word != (expected, false))
        {
            throw Malformed($"there is no '{expected}' where one belongs");
        }
    }

    private static string Value(Queue<(string Text, bool Quoted)> words, string what) =>
        words.TryDequeue(out (string Text, bool Quoted) word) && (word.Quoted || word.Text is not ("{" or "}" or ";"))
            ? word.Text
            : throw Malformed($"its {what} is missing");

    private static IEnumerable<(string Text, bool Quoted)> Words(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end;
            switch (text[at])
            {
                case var space when char.IsWhiteSpace(space):
                    at++;
                    continue;
                case '#':
                case '/' when string.CompareOrdinal(text, at, "//", 0, 2) == 0:
                    end = text.IndexOf('\n', at);
                    at = end < 0 ? text.Length : end + 1;
                    continue;
                case '/' when string.CompareOrdinal(text, at, "/*", 0, 2) == 0:
                    end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                    at = end < 0 ? throw Malformed("a comment does not end") : end + 2;
                    continue;
                case '"':
                    end = text.IndexOf('"', at + 1);
                    yield return (end < 0 ? throw Malformed("a quotation mark is missing") : text[(at + 1)..end], true);
                    at = end + 1;
                    continue;
                case '{' or '}' or ';':
                    yield return (text[at..(at + 1)], false);
                    at++;
                    continue;
            }

            end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('{' or '}' or ';' or '"'))
            {
                end++;
            }

            yield return (text[at..end], false);
            at = end;
        }
    }

    private static FormatException Malformed(string why) => new($"This is no key file: {why}. {Form}.");
}
