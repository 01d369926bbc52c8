using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A zone with the first of the names that are due there.</summary>
/// <param name="Row">The zone.</param>
/// <param name="Due">The names that wait, those that failed last before the others.</param>
/// <param name="Control">The record that shows control of the whole zone; null while no organization is set up.</param>
internal sealed record TargetDetail(TargetRow Row, IReadOnlyList<DueName> Due, ControlRecord? Control);
