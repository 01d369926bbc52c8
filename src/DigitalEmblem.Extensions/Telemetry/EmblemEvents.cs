namespace DigitalEmblem.Extensions;

/// <summary>
/// The identifiers of log lines. They are stable: none changes its meaning, and new ones may be added (spec/telemetry.md).
/// </summary>
public static class EmblemEvents
{
    /// <summary>A check ended with an answer.</summary>
    public const int Checked = 1;

    /// <summary>A check ended, and what was asked could not be found out.</summary>
    public const int CouldNotFindOut = 2;

    /// <summary>A check ended by a fault of this program, or because something that this machine keeps could not be read.</summary>
    public const int CheckFailed = 3;

    /// <summary>A check was stopped by its caller.</summary>
    public const int CheckStopped = 4;

    /// <summary>No DNS server answered a look-up.</summary>
    public const int LookupUnanswered = 5;

    /// <summary>Nothing known or asked decides some commitments.</summary>
    public const int EvidenceUnavailable = 6;
}
