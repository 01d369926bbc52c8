using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>What one check found. It is shown once, and kept nowhere.</summary>
/// <param name="Name">The name that was asked about.</param>
/// <param name="At">The instant of judgement, in UTC.</param>
/// <param name="Verdict">The verdict; null if the time for the check ran out.</param>
/// <param name="Logs">The log list that was used; null if there was none.</param>
/// <param name="Evidence">The evidence, packed for a form; null if there is none, or if it is too large for a page.</param>
internal sealed record CheckAnswer(DomainName Name, DateTimeOffset At, Verdict? Verdict, LogList? Logs, string? Evidence)
{
    /// <summary>The outcome. What was not found out in time could not be found out.</summary>
    public VerdictOutcome Outcome => Verdict?.Outcome ?? VerdictOutcome.Indeterminate;
}
