namespace DigitalEmblem;

/// <summary>
/// A message on one line, whole, with everything unprintable in it escaped: what <see cref="Printable"/> does, without its cut.
/// </summary>
internal static class PrintableLine
{
    // Printable cuts what is longer with its escapes, each of which has ten characters at most; so no part may be.
    private const int MaxPart = Printable.MaxLength / 10;

    public static string Of(string text)
    {
        var safe = new System.Text.StringBuilder();
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = Math.Min(MaxPart, text.Length - start);
            length -= start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]) ? 1 : 0;
            safe.Append(Printable.Text(text.Substring(start, length)));
        }

        return safe.ToString();
    }
}
