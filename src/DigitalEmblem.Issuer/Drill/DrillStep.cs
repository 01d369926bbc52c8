namespace DigitalEmblem.Issuer.Drill;

/// <summary>One step of a drill.</summary>
/// <param name="At">How much time had passed in the drill.</param>
/// <param name="Who">Who had to do something: a person with a role, or the service.</param>
/// <param name="What">What was done, or what happened.</param>
/// <param name="Call">The call of the API by which it is done; null if a person does nothing.</param>
/// <param name="Seconds">How long it took here.</param>
/// <param name="Seen">What an observer saw afterwards.</param>
/// <param name="Faults">What was not as it should be.</param>
internal sealed record DrillStep(
    TimeSpan At, string Who, string What, string? Call, double Seconds, IReadOnlyList<DrillSight> Seen, IReadOnlyList<string> Faults);
