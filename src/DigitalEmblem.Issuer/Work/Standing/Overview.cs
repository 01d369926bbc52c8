namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>Something that a person has to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
/// <param name="Since">Since when the first waits, or when the first ends; null if that is not known.</param>
internal sealed record Need(NeedKind Kind, int Count, DateTimeOffset? Since);

/// <summary>How the emblems stand.</summary>
/// <param name="Listed">Names on the list only.</param>
/// <param name="Marked">Marked names.</param>
/// <param name="Withdrawn">Names whose emblem was withdrawn.</param>
/// <param name="InForce">Marked names whose emblem has not ended.</param>
/// <param name="Seen">Of these, those where the world saw our emblem at the last look.</param>
/// <param name="NotSeen">Of the marked names, those where it saw none, or something else.</param>
/// <param name="CouldNotLook">Of the marked names, those where it could not be found out.</param>
/// <param name="NotLooked">Of the marked names, those that were not looked at yet.</param>
/// <param name="Waiting">Records that wait to be published or removed, whose last attempt did not fail.</param>
/// <param name="Failing">Records whose last attempt failed, and names whose emblem could not be issued.</param>
internal sealed record EmblemStanding(
    int Listed,
    int Marked,
    int Withdrawn,
    int InForce,
    int Seen,
    int NotSeen,
    int CouldNotLook,
    int NotLooked,
    int Waiting,
    int Failing)
{
    /// <summary>Whether each marked name has an emblem in force, and the world sees it.</summary>
    public bool AllSeen => Marked == InForce && Marked == Seen;
}

/// <summary>What the first page shows.</summary>
/// <param name="Emblems">How the emblems stand.</param>
/// <param name="WatchedAt">When the last round began that looked at all names; null if none did.</param>
/// <param name="NextEmblemEnd">When the next emblem in force ends; null if there is none.</param>
/// <param name="NextEndorsementEnd">When the next endorsement by an authority ends; null if there is none.</param>
/// <param name="NextCertificateEnd">When the next binding certificate in use ends; null if there is none.</param>
/// <param name="Needs">What needs this person, the gravest first.</param>
internal sealed record Overview(
    EmblemStanding Emblems,
    DateTimeOffset? WatchedAt,
    DateTimeOffset? NextEmblemEnd,
    DateTimeOffset? NextEndorsementEnd,
    DateTimeOffset? NextCertificateEnd,
    IReadOnlyList<Need> Needs);
