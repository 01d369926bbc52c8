namespace DigitalEmblem;

/// <summary>
/// What is known of whether an organization committed to a root key (spec/validation.md, commitments). The default is
/// that nothing is known.
/// </summary>
public enum CommitmentOutcome
{
    /// <summary>It could not be found out. This is no refutation.</summary>
    Unavailable = 0,

    /// <summary>It is known what the commitment points to, and it does not bind this key to this organization.</summary>
    Refuted,

    /// <summary>The source of the evidence made every check, and every check held.</summary>
    Proven,

    /// <summary>
    /// The caller chose to take it as given. Nothing was checked; it counts as proven, and stands in every result as an assumption.
    /// </summary>
    Assumed,
}
