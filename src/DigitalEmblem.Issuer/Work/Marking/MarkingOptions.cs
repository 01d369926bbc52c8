namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>
/// How many officers mark names and data, and what they read first. Withdrawing always needs one only, and waits for nothing.
/// </summary>
internal sealed class MarkingOptions
{
    /// <summary>
    /// Whether one officer proposes to mark names or data, and another confirms it within a week; also to mark again after a withdrawal. A
    /// renewal needs neither. Anyone who can change it, or who as an administrator makes access for a second officer, can mark alone.
    /// </summary>
    public bool FourEyes { get; set; }

    /// <summary>
    /// Whether the service looks, before a name is marked or proposed, for what speaks against it (shared hosting, a content delivery
    /// network, other names behind its address, a name outside of the zones, a look-alike), and an officer acknowledges what it finds.
    /// Anyone who can change it has names marked unread, behind whose addresses strangers may be. The resolver learns which names are to be
    /// marked.
    /// </summary>
    public bool RiskNote { get; set; } = true;
}
