using System.Globalization;
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
internal sealed record JournalHeadView(long Sequence, string Hash)
{
    public static JournalHeadView Of(JournalHead head) => new(head.Sequence, Convert.ToHexStringLower(head.Hash));
}

/// <summary>The first line of an export.</summary>
/// <param name="From">The number of the first line of the journal in it.</param>
/// <param name="To">The number of the last; it is less by one if there is none.</param>
/// <param name="Before">The hash over all lines before the first, in hexadecimal digits.</param>
/// <param name="Head">The end of the journal when the export began.</param>
internal sealed record JournalExportHead(long From, long To, string Before, JournalHeadView Head);

/// <summary>Whether the lines between two heads lead from one to the other.</summary>
/// <param name="First">The first head, as the journal holds it.</param>
/// <param name="Second">The second.</param>
/// <param name="Lines">How many lines are between them, the last included.</param>
/// <param name="IsChain">Whether each follows the one before.</param>
/// <param name="BrokenAt">The first line that does not; null if all do.</param>
/// <param name="Proof">Where the lines are from which everyone can compute it; null if there are none.</param>
internal sealed record JournalConsistencyView(
    JournalHeadView First, JournalHeadView Second, long Lines, bool IsChain, long? BrokenAt, string? Proof)
{
    public static JournalConsistencyView Of(JournalStretch s) => new(
        new JournalHeadView(s.First, Convert.ToHexStringLower(s.FirstHash)),
        new JournalHeadView(s.Second, Convert.ToHexStringLower(s.SecondHash)),
        s.Second - s.First,
        s.BrokenAt is null,
        s.BrokenAt,
        s.Second > s.First
            ? string.Create(CultureInfo.InvariantCulture, $"{IssuerApi.Root}/journal/export?from={s.First + 1}&to={s.Second}")
            : null);
}

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
