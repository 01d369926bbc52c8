namespace DigitalEmblem;

/// <summary>
/// A message on one line, whole, with everything unprintable in it escaped: what <see cref="Printable"/> does, without its cut.
/// </summary>
internal static class PrintableLine
{
    public static string Of(string text)
    {
        var safe = new System.Text.StringBuilder();
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = Math.Min(Printable.MaxLength, text.Length - start);
            length -= start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]) ? 1 : 0;
            safe.Append(Printable.Text(text.Substring(start, length)));
        }

        return safe.ToString();
    }
}
