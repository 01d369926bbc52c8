using System.Text;

namespace DigitalEmblem;

/// <summary>
/// A message on one line, whole, with everything unprintable in it escaped: what <see cref="Printable"/> does, without its cut.
/// </summary>
internal static class PrintableLine
{
    // Printable cuts what is longer with its escapes, each of which has ten characters at most; so no part with escapes may be longer.
    private const int MaxEscaped = Printable.MaxLength / 10;

    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = LengthAt(text, start, Printable.MaxLength);
            string part = Printable.Text(text.Substring(start, length));
            if (part.Length != length)
            {
                length = LengthAt(text, start, MaxEscaped);
                part = Printable.Text(text.Substring(start, length));
            }

            safe.Append(part);
        }

        return safe.ToString();
    }

    // A part does not end amid a surrogate pair.
    private static int LengthAt(string text, int start, int most)
    {
        int length = Math.Min(most, text.Length - start);
        return start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]) ? length - 1 : length;
    }
}
