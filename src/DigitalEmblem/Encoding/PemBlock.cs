namespace DigitalEmblem;

/// <summary>
/// A block of a PEM text (RFC 7468): what stands between its two boundaries. Text around blocks and white space before
/// boundaries are ignored.
/// </summary>
/// <param name="Label">The label, such as <c>CERTIFICATE</c>.</param>
/// <param name="Headers">
/// The header lines of the older form (RFC 1421), such as <c>Proc-Type: 4,ENCRYPTED</c>; empty if there are none.
/// </param>
/// <param name="Base64">What follows the headers.</param>
internal sealed record PemBlock(string Label, string Headers, string Base64)
{
    private const string Dashes = "-----";
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";

    /// <summary>The blocks of a text, in their order; looks at each character a bounded number of times.</summary>
    /// <exception cref="TokenFormatException">A block is not closed.</exception>
    public static IEnumerable<PemBlock> In(string text)
    {
        for (int at = 0; (at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
        {
            int labelAt = at + Begin.Length;
            int labelEnd = text.IndexOf(Dashes, labelAt, StringComparison.Ordinal);
            if (labelEnd < 0 || text.AsSpan(labelAt, labelEnd - labelAt).ContainsAny('\r', '\n'))
            {
                // This text only mentions a boundary: no dashes close the label on the same line.
                at = labelAt;
                continue;
            }

            string label = text[labelAt..labelEnd];
            int bodyAt = labelEnd + Dashes.Length;
            int bodyEnd = text.IndexOf(Dashes, bodyAt, StringComparison.Ordinal);
            string closing = $"{End}{label}{Dashes}";
            if (bodyEnd < 0 || string.CompareOrdinal(text, bodyEnd, closing, 0, closing.Length) != 0)
            {
                throw new TokenFormatException(
                    $"a PEM block '{Printable.Text(label)}' that is not closed by its END line: the text was cut");
            }

            (string headers, string base64) = Split(text[bodyAt..bodyEnd]);
            yield return new PemBlock(label, headers, base64);
            at = bodyEnd + closing.Length;
        }
    }

    /// <summary>The bytes of the block.</summary>
    /// <exception cref="TokenFormatException">They are not written in base64.</exception>
    public byte[] Decode() =>
        PlatformReader.Read($"the PEM block '{Printable.Text(Label)}' does not hold base64", () => Convert.FromBase64String(Base64));

    // Base64 has no colon, so a colon shows that there are headers. The headers end at an empty line.
    private static (string Headers, string Base64) Split(string body)
    {
        if (!body.Contains(':', StringComparison.Ordinal))
        {
            return ("", body);
        }

        string unified = body.ReplaceLineEndings("\n").TrimStart('\n');
        int empty = unified.IndexOf("\n\n", StringComparison.Ordinal);
        return empty < 0 ? (unified, "") : (unified[..empty], unified[(empty + 2)..]);
    }
}
