using System.Buffers;
using System.Globalization;
using System.Text;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Writes assets as <see cref="AssetCsv"/> reads them: UTF-8 with a mark at the beginning, without which spreadsheets take it for another
/// encoding, and lines that end in CR LF.
/// </summary>
internal static class AssetCsvWriter
{
    /// <summary>The header line.</summary>
    public const string Header = "name,purposes,lifetime-hours,labels\r\n";

    // A spreadsheet takes a cell that begins so for a formula, and runs it.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r"), ToQuote = SearchValues.Create(",;\"\t\r\n");

    /// <summary>The mark at the beginning.</summary>
    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>A whole list.</summary>
    public static byte[] Write(IEnumerable<Asset> assets)
    {
        var text = new StringBuilder(Header);
        foreach (Asset asset in assets)
        {
            text.Append(Line(asset));
        }

        return [.. Mark, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>The line of an asset.</summary>
    // A name in DNS form begins with a letter, a digit or an underscore, so it is no formula; the other columns are words, numbers
    // and labels, which begin so too.
    public static string Line(Asset asset) => string.Create(
        CultureInfo.InvariantCulture,
        $"{asset.Name},{string.Join(' ', PurposeNames.Of(asset.Purposes))},{Hours(asset.Lifetime)},{asset.Labels}\r\n");

    /// <summary>
    /// A cell with any text, for lists that people open in a spreadsheet. A text that a spreadsheet would run gets an apostrophe before it.
    /// </summary>
    public static string Cell(string text)
    {
        string safe = text.Length > 0 && Formula.Contains(text[0]) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(ToQuote) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    // A list has whole hours.
    private static string Hours(TimeSpan? lifetime) =>
        lifetime is { } span ? Math.Max(1, (int)Math.Ceiling(span.TotalHours)).ToString(CultureInfo.InvariantCulture) : "";
}
