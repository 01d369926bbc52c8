namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>What was marked and withdrawn in a month (UTC).</summary>
/// <param name="Month">The month, as <c>2026-11</c>.</param>
/// <param name="Marked">How many names and roots of data were marked.</param>
/// <param name="Withdrawn">How many were withdrawn.</param>
internal sealed record MonthReport(string Month, int Marked, int Withdrawn);
