using System.Text;
using System.Text.Unicode;

namespace DigitalEmblem;

/// <summary>
/// Decodes the bytes of a text as systems write it: UTF-8 or UTF-16 with its mark, any ends of lines, a Ctrl-Z at its end.
/// </summary>
internal static class InputText
{
    private const char Mark = '\ufeff';
    private const char CtrlZ = '\u001a';

    /// <summary>The text with line feeds alone; null if the bytes are no text.</summary>
    /// <param name="input">The bytes.</param>
    public static string? Decode(ReadOnlySpan<byte> input)
    {
        string? text = input switch
        {
            [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..] => null,
            [0xff, 0xfe, .. var rest] => Utf16(rest, bigEndian: false),
            [0xfe, 0xff, .. var rest] => Utf16(rest, bigEndian: true),
            _ => Utf8.IsValid(input) ? Encoding.UTF8.GetString(input) : null,
        };
        return text is null ? null : WithPlainLines(text.TrimEnd(CtrlZ));
    }

    private static string? Utf16(ReadOnlySpan<byte> input, bool bigEndian)
    {
        try
        {
            return new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true).GetString(input);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? WithPlainLines(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f'))
            {
                return null;
            }
        }

        // A byte order mark inside the text stands where another file began: files were joined, perhaps without a line end between them.
        // U+2028 and U+2029 do not end a line: programs print them unchanged in a value, and JSON permits them in a text.
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\f', '\n');
        return text.Contains(Mark, StringComparison.Ordinal)
            ? text.Replace($"\n{Mark}", "\n", StringComparison.Ordinal).TrimStart(Mark).Replace(Mark, '\n')
            : text;
    }
}
