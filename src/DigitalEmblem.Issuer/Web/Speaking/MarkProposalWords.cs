using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of proposals to mark.</summary>
internal static class MarkProposalWords
{
    /// <summary>After a proposal was made.</summary>
    public static Sentence Proposed => Sentence.Of(
        $"It is proposed. Nothing is marked until another officer confirms it here, within a week.");

    /// <summary>What is proposed, as a heading.</summary>
    public static Sentence Of(MarkProposal proposal) => proposal.Kind == MarkProposalKind.Data
        ? Sentence.Of($"Proposal to mark data")
        : Sentence.Counting(proposal.Count, $"Proposal to mark 1 name", $"Proposal to mark {proposal.Count:N0} names");

    /// <summary>Where it stands.</summary>
    public static Sentence Of(ProposalState state) => state switch
    {
        ProposalState.Open => Sentence.Of($"waits for another officer"),
        ProposalState.Confirmed => Sentence.Of($"confirmed"),
        ProposalState.Refused => Sentence.Of($"refused"),
        _ => Sentence.Of($"taken back, or not decided in time"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(ProposalState state) => state switch
    {
        ProposalState.Open => "warn",
        ProposalState.Confirmed => "good",
        _ => "",
    };

    /// <summary>Who proposed it, and until when another officer can confirm it.</summary>
    public static Sentence Waits(MarkProposal proposal) => Sentence.Of(
        $"{proposal.ProposedBy} proposed at {proposal.ProposedAt} to mark it. Another officer confirms it until {proposal.EndsAt}.");

    /// <summary>What the button says under which names are proposed.</summary>
    public static Sentence Button(int count) =>
        Sentence.Counting(count, $"Propose to mark 1 name", $"Propose to mark {count:N0} names");

    /// <summary>How many are left of those that were proposed.</summary>
    public static Sentence Left(int left, int count) => Sentence.Counting(
        left,
        $"Of the {count:N0} that were proposed, {left} would be marked now. The others were changed, marked or withdrawn since.",
        $"Of the {count:N0} that were proposed, {left:N0} would be marked now. The others were changed, marked or withdrawn since.");

    /// <summary>After it was confirmed.</summary>
    public static Sentence Confirmed(MarkProposal proposal) => proposal.Kind == MarkProposalKind.Data
        ? Sentence.Of($"The data are marked. Their sign is issued within seconds.")
        : Sentence.Of($"You confirmed it. The emblems are issued and published now.");
}
