using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The outcome of publishing or removing the records of a name, or of a look at them.</summary>
/// <param name="Seen">Whether it was read back as it should be.</param>
/// <param name="Fault">If not, why, for a person.</param>
internal sealed record ZoneOutcome(bool Seen, Sentence? Fault = null)
{
    /// <summary>
    /// Whether the server cannot be reached or does not answer, so that other names of the zone would fail as well now. A server that
    /// answers is never at fault for all, whatever it answers about one name.
    /// </summary>
    public bool IsServerAtFault { get; init; }

    /// <summary>Whether the server answered, and does not make the change.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>Whether the name was looked up, and shows other records than it should.</summary>
    public bool IsDifferent { get; init; }

    /// <summary>The SHA-256 digests of foreign records that keep ours from being published; null if none do.</summary>
    public string? Foreign { get; init; }

    /// <summary>The SHA-256 digests of records of other parties that were replaced by ours; null if none were.</summary>
    public string? Replaced { get; init; }

    /// <summary>The longest time to live of the records of ours that are or were there, in seconds.</summary>
    public int Ttl { get; init; }

    /// <summary>Why it failed, for the publication.</summary>
    public PublicationFailure Failure => Seen ? PublicationFailure.None
        : IsServerAtFault ? PublicationFailure.Unanswered
        : IsRefusal ? PublicationFailure.Refused
        : PublicationFailure.Other;

    /// <summary>The outcome for a server that gave no answer, or none to this question.</summary>
    public static ZoneOutcome NoAnswer(LookupAnswer answer)
    {
        bool isSilent = answer.Outcome is LookupOutcome.TimedOut or LookupOutcome.Unreachable;
        string attempts = string.Join(" ", answer.Attempts);
        return new ZoneOutcome(
            false,
            isSilent
                ? Sentence.Of(
                    $"The name server does not answer: {attempts} Is it running, is the address right, and does a firewall let DNS "
                        + $"through?")
                : Sentence.Of($"It could not be looked up what stands at the name: {attempts}"))
        {
            IsServerAtFault = isSilent,
            IsRefusal = answer.Outcome == LookupOutcome.Refused,
        };
    }
}
