namespace DigitalEmblem;

/// <summary>
/// Which commitments decide what one set of tokens shows, as far as its tokens tell. The later questions are asked only while nothing
/// refutes the root: a log learns no more than it must.
/// </summary>
/// <param name="Root">The commitment of the emblem's issuer to the root of its chain; null if the set is decided without it.</param>
/// <param name="External">The commitments of those who endorse that root; asked about only if the root's is not refuted.</param>
/// <param name="Later">
/// The same for the set as it is a little later, in case the clock is slow (decisions.md, 33); asked about only if the set is invalid now:
/// it has no root, or the root's commitment is refuted. Null if a later time changes nothing.
/// </param>
public sealed record SetQuestions(CommitmentClaim? Root, ValueList<CommitmentClaim> External, SetQuestions? Later)
{
    /// <summary>Nothing is to be asked.</summary>
    public static SetQuestions None { get; } = new(null, [], null);
}
