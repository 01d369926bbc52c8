using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>The judgement of the facts about one name. It is a pure function of the facts.</summary>
/// <param name="Findings">The findings to alert about.</param>
/// <param name="IsToBePublishedAgain">Whether the zone's server has lost published records or has withdrawn ones again, so that they must
/// be published or removed again.</param>
internal sealed record NameJudgement(IReadOnlyList<AlertFinding> Findings, bool IsToBePublishedAgain)
{
    /// <summary>The kinds of alert that a look at a name can raise. If the facts are complete, a kind that is not found is over.</summary>
    public static readonly IReadOnlyList<AlertKind> Kinds =
        [AlertKind.Missing, AlertKind.Altered, AlertKind.UnknownEmblem, AlertKind.WithdrawnIsThere, AlertKind.NotAccepted];

    // A resolver may keep a negative answer for this time after the first publication.
    private static readonly TimeSpan NothingIsRemembered = TimeSpan.FromMinutes(15);

    /// <summary>Judges the facts.</summary>
    public static NameJudgement Of(NameFacts facts) => facts.Asset.State == AssetState.Marked ? OfMarked(facts) : OfUnmarked(facts);

    private static NameJudgement OfMarked(NameFacts facts)
    {
        var findings = new List<AlertFinding>();
        DomainName name = facts.Asset.Name;
        if (HasForeignText(facts))
        {
            findings.Add(Of(
                AlertKind.UnknownEmblem,
                name,
                $"TXT records at {name} show a token that this service did not issue. Find out who put it there, and take it out unless it "
                    + "is meant: validators judge it as a set of its own."));
        }

        // Judge only settled publications: pending ones are NotPublished, and expired emblems are NotRenewed.
        bool isSettled = facts.Ours is not null && facts.Publication is { State: PublicationState.Seen, Wanted: true };
        bool isLost = false;
        if (isSettled && facts.Authoritative is { IsAnswer: true } held && !facts.IsOurs(held))
        {
            isLost = true;
            findings.Add(held.Data.Count == 0
                ? Of(
                    AlertKind.Missing,
                    name,
                    $"The zone's name server holds no emblem at {name} any more, though it did. It is published again now; "
                        + "if it goes on, look who else changes the zone, and whether the server was restored from an old copy.")
                : Of(
                    AlertKind.Altered,
                    name,
                    $"The zone's name server holds another set at {name} than ours. Ours is published again now; "
                        + "if it goes on, look who else changes the zone: it may be someone who has its key."));
        }

        if (isSettled && facts.World.IsAnswer && !isLost)
        {
            OfWorld(facts, findings);
        }
        else if (facts.World.IsAnswer && facts.Ours is null && HasForeignEmblem(facts, facts.World))
        {
            findings.Add(
                Of(AlertKind.UnknownEmblem, name, $"{name} shows an emblem that this service did not issue. Find out who published it."));
        }

        return new NameJudgement(findings, isLost);
    }

    private static void OfWorld(NameFacts facts, List<AlertFinding> findings)
    {
        DomainName name = facts.Asset.Name;
        Publication publication = facts.Publication!;
        if (facts.IsOurs(facts.World))
        {
            // Indeterminate means here that TXT records could not be fetched, which says nothing against the set that was seen.
            if (facts.Verdict.Outcome is not (VerdictOutcome.Marked or VerdictOutcome.Indeterminate)
                || (facts.IsEndorsed && facts.Verdict.Level != SecurityLevel.Endorsed && facts.Verdict.Outcome == VerdictOutcome.Marked))
            {
                findings.Add(Of(
                    AlertKind.NotAccepted,
                    name,
                    $"The emblem of {name} stands in the DNS as we published it, and our own verifier does not accept it: "
                        + $"{facts.Verdict.Outcome}, {facts.Verdict.Reason} Compare this machine's clock; "
                        + "then refresh the asset's emblem."));
            }

            return;
        }

        // A resolver may keep the earlier set for its TTL.
        bool mayBeRemembered = facts.At < publication.CachesClearAt
            || (facts.World.Data.Count == 0 && publication.SeenAt is { } seen && facts.At < seen + NothingIsRemembered);
        if (mayBeRemembered)
        {
            return;
        }

        string where = facts.Authoritative is { IsAnswer: true }
            ? "The zone's name server holds it, and the resolver does not show it: the zone may be delegated to other servers, a secondary "
                + "server may lag behind, or someone alters answers on the way."
            : "Compare the zone with the records that the API gives for it.";
        findings.Add(facts.World.Data.Count == 0
            ? Of(AlertKind.Missing, name, $"{name} is marked, and the world sees no emblem there. {where}")
            : Of(AlertKind.Altered, name, $"The world sees another set at {name} than ours. {where}"));
    }

    private static NameJudgement OfUnmarked(NameFacts facts)
    {
        DomainName name = facts.Asset.Name;
        bool isRemoved = facts.Publication is { State: PublicationState.Seen, Wanted: false };
        bool isBack = isRemoved && facts.Authoritative is { IsAnswer: true } held && HasOwnEmblem(facts, held);
        bool worldSeesOwn = HasOwnEmblem(facts, facts.World);
        var findings = new List<AlertFinding>();
        if (isBack || (isRemoved && worldSeesOwn && facts.At >= facts.Publication!.CachesClearAt))
        {
            findings.Add(Of(AlertKind.WithdrawnIsThere, name, isBack
                ? $"The emblem of {name} was withdrawn, and stands in the zone again: it is removed again now. "
                    + "Look who put it back, or whether the name server was restored from an old copy."
                : $"The emblem of {name} was withdrawn, and the world still sees it, though caches should be clear. "
                    + "A secondary server may lag behind, or someone gives old answers on the way."));
        }

        if (HasForeignEmblem(facts, facts.World) || (facts.Authoritative is { } at && HasForeignEmblem(facts, at)) || HasForeignText(facts))
        {
            findings.Add(Of(
                AlertKind.UnknownEmblem,
                name,
                $"{name} is '{facts.Asset.State}' here, and shows a token that this service did not issue. Find out who published it; "
                    + "if it is yours from another tool, mark the asset here, and this service takes it over."));
        }

        return new NameJudgement(findings, isBack);
    }

    private static AlertFinding Of(AlertKind kind, DomainName name, string text) => new(kind, name.ToString(), text);

    private static bool HasOwnEmblem(NameFacts facts, LookupAnswer answer) =>
        answer.Data.Any(d => facts.IssuedHere.Contains(Convert.ToHexString(d.Span)));

    // Endorsements and keys count as ours only beside an emblem of ours.
    private static bool HasForeignEmblem(NameFacts facts, LookupAnswer answer) => answer.Data.Count > 0 && !HasOwnEmblem(facts, answer);

    private static bool HasForeignText(NameFacts facts) =>
        facts.Verdict.Sources.Any(s => s is { Source: "TXT", Outcome: SourceOutcome.Found });
}
