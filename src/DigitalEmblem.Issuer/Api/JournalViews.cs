using System.Text.Json;
using DigitalEmblem.Issuer.Journal;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A line of the journal.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="At">When.</param>
/// <param name="Actor">
/// Who. The line itself holds the pseudonym of a person, "p:" and 32 digits; the handle stands here, and in subject and details, in its
/// place, unless it was forgotten.
/// </param>
/// <param name="Credential">
/// What showed who it was: the identity of an API key; "oidc:" and the beginning of the subject's SHA-256; "user:" and a user of the
/// operating system, for a command; null for the service itself.
/// </param>
/// <param name="Action">What.</param>
/// <param name="Subject">To what.</param>
/// <param name="Details">The rest.</param>
/// <param name="Hash">The hash over all lines up to it, as they hold it, in hexadecimal digits.</param>
internal sealed record JournalView(
    long Sequence, DateTimeOffset At, string Actor, string? Credential, string Action, string Subject, JsonElement Details, string Hash)
{
    public static JournalView Of(JournalEntry e, Pseudonyms pseudonyms) => new(
        e.Sequence,
        e.At,
        pseudonyms.Show(e.Actor),
        e.Credential,
        e.Action,
        pseudonyms.Show(e.Subject),
        JsonElement.Parse(pseudonyms.Show(e.Details)),
        Convert.ToHexStringLower(e.Hash));
}

/// <summary>A part of the journal.</summary>
/// <param name="Items">The lines.</param>
/// <param name="Next">What to give as <c>after</c> for the part behind it; null if there is none.</param>
internal sealed record JournalPage(IReadOnlyList<JournalView> Items, long? Next);

/// <summary>The end of the journal.</summary>
/// <param name="Sequence">The number of the last line.</param>
/// <param name="Hash">The hash over all, in hexadecimal digits.</param>
internal sealed record JournalHeadView(long Sequence, string Hash);

/// <summary>A part of the journal, the newest line first.</summary>
/// <param name="Items">The lines.</param>
/// <param name="Newer">What to give as <c>newerThan</c> for newer ones; null if there are none.</param>
/// <param name="Older">What to give as <c>olderThan</c> for older ones; null if there are none.</param>
internal sealed record JournalSearchView(IReadOnlyList<JournalView> Items, long? Newer, long? Older);

/// <summary>What the last audit of the journal found.</summary>
/// <param name="CheckedAt">When it was made; null if none was.</param>
/// <param name="Entries">How many lines it read.</param>
/// <param name="Faults">How many faults it found; 0 if all was as it was written.</param>
/// <param name="FirstFault">The first of them.</param>
internal sealed record JournalCheckView(DateTimeOffset? CheckedAt, long Entries, int Faults, string? FirstFault);
