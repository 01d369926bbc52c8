using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Extensions;

/// <summary>The log lines of checkers (spec/telemetry.md). No line names a host unless an option asks for it.</summary>
internal static partial class VerificationLog
{
    [LoggerMessage(EmblemEvents.Checked, LogLevel.Debug, "Checked {Host}: {Outcome}, level {Level}.")]
    public static partial void Checked(ILogger log, string host, VerdictOutcome outcome, SecurityLevel level);

    [LoggerMessage(
        EmblemEvents.CouldNotFindOut, LogLevel.Warning, "Could not find out whether {Host} bears an emblem: {Codes}. {Detail}")]
    public static partial void CouldNotFindOut(ILogger log, string host, string codes, string detail);

    [LoggerMessage(EmblemEvents.CheckFailed, LogLevel.Error, "The check of {Host} failed: {Codes}. {Detail}")]
    public static partial void CheckFailed(ILogger log, string host, string codes, string detail);

    [LoggerMessage(EmblemEvents.CheckStopped, LogLevel.Debug, "The check of {Host} was stopped by its caller.")]
    public static partial void CheckStopped(ILogger log, string host);

    [LoggerMessage(
        EmblemEvents.LookupUnanswered,
        LogLevel.Information,
        "No DNS server answered a look-up of {Host}: {Outcome}, over {Transport}, after {Attempts} attempts.")]
    public static partial void LookupUnanswered(ILogger log, string host, LookupOutcome outcome, string transport, int attempts);

    [LoggerMessage(
        EmblemEvents.EvidenceUnavailable,
        LogLevel.Information,
        "Of {Asked} commitments, {Unavailable} could not be verified from what is held and asked.")]
    public static partial void EvidenceUnavailable(ILogger log, int asked, int unavailable);
}
