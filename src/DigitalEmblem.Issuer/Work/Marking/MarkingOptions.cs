namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>How many officers mark names and data. Withdrawing always needs one only.</summary>
internal sealed class MarkingOptions
{
    /// <summary>
    /// Whether one officer proposes to mark names or data, and another confirms it within a week; also to mark again after a withdrawal. A
    /// renewal needs neither. Anyone who can change it, or who as an administrator makes access for a second officer, can mark alone.
    /// </summary>
    public bool FourEyes { get; set; }
}
