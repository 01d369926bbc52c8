namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A zone with the first of the names that are due there.</summary>
/// <param name="Row">The zone.</param>
/// <param name="Due">The names that wait, those that failed last before the others.</param>
internal sealed record TargetDetail(TargetRow Row, IReadOnlyList<DueName> Due);
