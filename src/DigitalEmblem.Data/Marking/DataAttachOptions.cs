namespace DigitalEmblem.Data;

/// <summary>How a sign that was made elsewhere is put beside data.</summary>
public sealed record DataAttachOptions
{
    /// <summary>Whether a folder gets a notice for people. One that is there is replaced in any case.</summary>
    public bool WritesNotice { get; init; }

    /// <summary>
    /// Whether the sign takes the place of one of the same root that was made later, ends later, or is of another organization. Otherwise
    /// it is refused.
    /// </summary>
    public bool ReplacesNewer { get; init; }
}
