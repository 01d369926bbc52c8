using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Authority;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// The register as a list for spreadsheets: with a mark at the beginning, without which they take it for another encoding, and no cell that
/// they would run as a formula.
/// </summary>
internal static class RegisterCsv
{
    /// <summary>The mark and the header line.</summary>
    public const string Header =
        "\uFEFFid,subject,key,purposes,not-before,expires,approvers,approved-before-wait,lapsing-since,revoked-since,"
            + "revocation-reason,grounds\r\n";

    /// <summary>The line of an entry.</summary>
    public static string Line(RegisterRow row)
    {
        GivenEndorsement given = row.Given;
        string[] cells =
        [
            given.Id.ToString(),
            given.Subject.ToString(),
            given.KeyIdentifier,
            string.Join(' ', PurposeNames.Of(given.Purposes)),
            Instant(given.NotBefore),
            Instant(given.Expires),
            string.Join(' ', row.Approvers),
            given.ApprovedBeforeWait ? "yes" : "no",
            Instant(given.LapsingSince),
            Instant(given.RevokedSince),
            given.RevokedSince is null ? "" : given.RevocationReason ?? "",
            string.Join(" | ", StatedGrounds.Of(given).Select(StatedGrounds.Line)),
        ];
        return string.Join(',', cells.Select(AssetCsvWriter.Cell)) + "\r\n";
    }

    private static string Instant(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
