using DigitalEmblem.Verifier;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Discovery;

/// <summary>
/// The CSV form of a scan's results (RFC 4180; spec/scan.md). Its content comes from untrusted parties, and is opened in spreadsheets: an
/// apostrophe is put before text that would begin a formula. This also holds after a semicolon, because spreadsheets of half the world
/// split cells there, quoted or not.
/// </summary>
internal static partial class ScanCsv
{
    // Columns are only added at the end, because sheets and scripts count columns.
    private const string Header =
        "line,name,verdict,level,trusted,issuer,endorsedBy,validUntil,findings,reason,levelAtMost,purposes,assets,validFrom,at,absence,"
            + "assumptions,set,version,lawTexts\r\n";

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n; ");

    public static void WriteHeader(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(Header, output);

    public static void Write(ScanResult result, IBufferWriter<byte> output)
    {
        string[] cells =
        [
            result.Line.Number.ToString(CultureInfo.InvariantCulture),
            Cell(ScanJson.NameOf(result)),
            ScanJson.Words<VerdictOutcome>.Of(result.Outcome),
            ScanJson.Words<SecurityLevel>.Of(result.Level),
            result.Trusted ? "true" : "false",
            Cell(result.Issuer?.ToString() ?? ""),
            result.EndorsedBy.Count == 0 ? "" : Cell(string.Join(' ', result.EndorsedBy)),
            ScanJson.Instant(result.ValidUntil) ?? "",
            Cell(string.Join(' ', result.Findings.Select(ScanJson.Words<FindingCode>.Of))),
            Cell(result.Reason ?? ""),
            ScanJson.Words<SecurityLevel>.Of(result.LevelAtMost),
            Cell(string.Join(' ', ScanJson.PurposesOf(result))),
            result.Assets.Count == 0 ? "" : Cell(string.Join(' ', result.Assets.Select(a => Printable.Text(a.ToString())))),
            ScanJson.Instant(result.ValidFrom) ?? "",
            ScanJson.Instant(result.At) ?? "",
            result.Absence is { } absence ? ScanJson.Words<AbsenceProof>.Of(absence) : "",
            result.Assumptions.Count == 0 ? "" : Cell(string.Join(' ', result.Assumptions)),
            Cell(result.Set ?? ""),
            ScanResult.FormVersion.ToString(CultureInfo.InvariantCulture),
            LawTexts.Version,
        ];
        Encoding.UTF8.GetBytes(string.Join(',', cells) + "\r\n", output);
    }

    // Characters that spreadsheets take for the beginning of a formula, full-width forms included.
    [GeneratedRegex("(?<=^|;)(?=\\s*[=+@\t\r\uff1d\uff0b\uff0d\uff20-])", RegexOptions.CultureInvariant)]
    private static partial Regex BeginFormula();

    private static string Cell(string text)
    {
        string harmless = BeginFormula().Replace(text, "'");
        return harmless.AsSpan().ContainsAny(NeedQuotes) ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
