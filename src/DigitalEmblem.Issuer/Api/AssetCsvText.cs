using System.Text;
using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The text of a list of assets, and the sign that parts its columns, in the forms that spreadsheets write.</summary>
/// <param name="Text">The text, without the mark at its beginning and without a line that only names the sign.</param>
/// <param name="Delimiter">What parts the columns.</param>
/// <param name="LinesBefore">How many lines were left out at the beginning, so that faults tell the lines of the file.</param>
internal sealed record AssetCsvText(string Text, string Delimiter, int LinesBefore)
{
    private const string SignLine = "sep=";

    // A semicolon is what spreadsheets write where the comma is the decimal sign; a tab stands in their 'Unicode text'.
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a file.</summary>
    /// <returns>Null if it cannot be read, and then why, for a person.</returns>
    public static AssetCsvText? Read(ReadOnlySpan<byte> file, out RowFault? fault)
    {
        fault = null;
        string? text = Decode(file);
        if (text is null)
        {
            fault = new RowFault(
                1,
                $"The file is not UTF-8, as an older 'CSV' of a spreadsheet is not: save it as 'CSV UTF-8 (comma delimited)', or as "
                    + $"'Unicode text'.");
            return null;
        }

        (string first, int next) = FirstLine(text);
        return first.Trim('"') is { Length: 5 } sign && sign.StartsWith(SignLine, StringComparison.OrdinalIgnoreCase)
            && Delimiters.Contains(sign[^1])
            ? new AssetCsvText(text[next..], sign[^1].ToString(), 1)
            : new AssetCsvText(text, DelimiterOf(first), 0);
    }

    /// <summary>The text, if it is UTF-8, or UTF-16 with the mark that says so; null if not.</summary>
    private static string? Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return file switch
            {
                [0xFF, 0xFE, .. var little] => new UnicodeEncoding(bigEndian: false, false, throwOnInvalidBytes: true).GetString(little),
                [0xFE, 0xFF, .. var big] => new UnicodeEncoding(bigEndian: true, false, throwOnInvalidBytes: true).GetString(big),
                _ => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF'),
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static (string Line, int Next) FirstLine(string text)
    {
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? (text, text.Length)
            : (text[..end], text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1);
    }

    /// <summary>The sign that stands most often between the words of the header; names of columns have none of them.</summary>
    private static string DelimiterOf(string header) =>
        Delimiters.MaxBy(d => header.Count(c => c == d)).ToString();
}
