using DigitalEmblem.Issuer.Journal;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// A line of the journal in a file, as the journal holds it: with pseudonyms in place of handles, so that the hashes can be computed from
/// it, and a person who is forgotten here does not stand in old files.
/// </summary>
/// <param name="Sequence">Its number.</param>
/// <param name="AtMilliseconds">When, in milliseconds since 1970, as it is hashed.</param>
/// <param name="Actor">Who.</param>
/// <param name="Credential">What showed who it was.</param>
/// <param name="Action">What.</param>
/// <param name="Subject">To what.</param>
/// <param name="Details">The rest: a JSON object as text, because its bytes are hashed.</param>
/// <param name="Hash">The hash over all lines up to it, in hexadecimal digits.</param>
internal sealed record JournalFileLine(
    long Sequence, long AtMilliseconds, string Actor, string? Credential, string Action, string Subject, string Details, string Hash)
{
    /// <summary>Of a line.</summary>
    public static JournalFileLine Of(JournalEntry e) => new(
        e.Sequence, e.At.ToUnixTimeMilliseconds(), e.Actor, e.Credential, e.Action, e.Subject, e.Details,
        Convert.ToHexStringLower(e.Hash));
}
