namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>How long withdrawals of names took, from the decision until each name server showed nothing.</summary>
/// <param name="Removed">How many were removed from the DNS.</param>
/// <param name="NotRemoved">How many were not, or had nothing there.</param>
/// <param name="MedianSeconds">Half of them took no longer; null if there was none.</param>
/// <param name="Percentile95Seconds">95 of 100 took no longer; null if there was none.</param>
internal sealed record WithdrawalTimes(int Removed, int NotRemoved, double? MedianSeconds, double? Percentile95Seconds)
{
    /// <summary>Of the times of those that were removed.</summary>
    public static WithdrawalTimes Of(IEnumerable<TimeSpan> took, int notRemoved)
    {
        double[] seconds = [.. took.Select(t => t.TotalSeconds).Order()];
        return new WithdrawalTimes(seconds.Length, notRemoved, At(seconds, 0.5), At(seconds, 0.95));
    }

    // The nearest rank: a time that really occurred.
    private static double? At(double[] sorted, double part) =>
        sorted.Length == 0 ? null : sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
}
