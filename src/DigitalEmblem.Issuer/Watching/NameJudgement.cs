using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>The judgement of the facts about one name. It is a pure function of the facts.</summary>
/// <param name="Findings">The findings to alert about.</param>
/// <param name="ToPublishAgain">The publications whose server has lost published records or has withdrawn ones again, so that they must be
/// published or removed again.</param>
internal sealed record NameJudgement(IReadOnlyList<AlertFinding> Findings, IReadOnlyList<Publication> ToPublishAgain)
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
        if (facts.Places.Select(p => p.Publication?.Foreign).FirstOrDefault(f => f is not null) is { } foreign)
        {
            findings.Add(Of(
                AlertKind.UnknownEmblem,
                name,
                $"Records that this service did not issue stand at {name} (SHA-256 {foreign}), so its emblem is not published there. "
                    + $"Find out who put them there, and have them taken out; or take the name over, which replaces them."));
        }
        else if (facts.HasForeign(facts.World, StandingRecords.Txt))
        {
            findings.Add(Of(
                AlertKind.UnknownEmblem,
                name,
                $"TXT records at {name} show a token that this service did not issue. Find out who put it there, and take it out unless it "
                    + $"is meant: validators judge it as a set of its own."));
        }

        // Judge only settled publications: pending ones are NotPublished, and expired emblems are NotRenewed.
        PlaceFacts[] lost = facts.Ours is null
            ? []
            : [.. facts.Places.Where(p => p is { IsSettled: true, Authoritative.HasAnswer: true } && !facts.IsOurs(p.Authoritative))];
        if (lost.Length > 0)
        {
            findings.Add(lost.All(p => p.Authoritative!.OfEmblems.Count == 0)
                ? Of(
                    AlertKind.Missing,
                    name,
                    $"The zone's name server holds no emblem at {name} any more, though it did. It is published again now; "
                        + $"if it goes on, look who else changes the zone, and whether the server was restored from an old copy.")
                : Of(
                    AlertKind.Altered,
                    name,
                    $"The zone's name server holds another set at {name} than ours. Ours is published again now; "
                        + $"if it goes on, look who else changes the zone: it may be someone who has its key."));
        }

        if (facts is { Ours: not null, IsSettled: true, World.HasAnswer: true } && lost.Length == 0)
        {
            OfWorld(facts, findings);
        }
        else if (facts.World.HasAnswer && facts.Ours is null && facts.HasForeign(facts.World))
        {
            findings.Add(
                Of(AlertKind.UnknownEmblem, name, $"{name} shows an emblem that this service did not issue. Find out who published it."));
        }

        return new NameJudgement(OnePerKind(findings), [.. lost.Select(p => p.Publication!)]);
    }

    private static void OfWorld(NameFacts facts, List<AlertFinding> findings)
    {
        DomainName name = facts.Asset.Name;
        if (facts.IsOurs(facts.World))
        {
            // Indeterminate means here that one type could not be fetched, which says nothing against the set that was seen.
            if (facts.Verdict.Outcome is not (VerdictOutcome.Marked or VerdictOutcome.Indeterminate)
                || (facts.IsEndorsed && facts.Verdict.Level != SecurityLevel.Endorsed && facts.Verdict.Outcome == VerdictOutcome.Marked))
            {
                findings.Add(Of(
                    AlertKind.NotAccepted,
                    name,
                    $"The emblem of {name} stands in the DNS as we published it, and our own verifier does not accept it: "
                        + $"{facts.Verdict.Outcome}, {facts.Verdict.Reason} Compare this machine's clock; "
                        + $"then refresh the asset's emblem."));
            }

            return;
        }

        // A resolver may keep the earlier set for its TTL.
        bool mayBeRemembered = facts.At < facts.CachesClearAt
            || (facts.World.OfEmblems.Count == 0 && facts.SeenAt is { } seen && facts.At < seen + NothingIsRemembered);
        if (mayBeRemembered)
        {
            return;
        }

        Sentence where = facts.Places.Any(p => p.Authoritative is { HasAnswer: true })
            ? Sentence.Of(
                $"The zone's name server holds it, and the resolver does not show it: the zone may be delegated to other servers, a "
                    + $"secondary server may lag behind, or someone alters answers on the way.")
            : Sentence.Of($"Compare the zone with the records that its page here shows.");
        findings.Add(facts.World.OfEmblems.Count == 0
            ? Of(AlertKind.Missing, name, $"{name} is marked, and the world sees no emblem there. {where}")
            : Of(AlertKind.Altered, name, $"The world sees another set at {name} than ours. {where}"));
    }

    private static NameJudgement OfUnmarked(NameFacts facts)
    {
        DomainName name = facts.Asset.Name;
        bool isRemoved = facts.Places.Any(p => p.IsRemoved) && facts.Places.All(p => p.IsRemoved || p.Publication is null);
        PlaceFacts[] back =
            [.. facts.Places.Where(p => p is { IsRemoved: true, Authoritative.HasAnswer: true } && facts.HasOwn(p.Authoritative))];
        bool isBack = back.Length > 0;
        bool worldSeesOwn = facts.HasOwn(facts.World);
        var findings = new List<AlertFinding>();
        if (isBack || (isRemoved && worldSeesOwn && facts.At >= facts.CachesClearAt))
        {
            findings.Add(Of(AlertKind.WithdrawnIsThere, name, isBack
                ? Sentence.Of(
                    $"The emblem of {name} was withdrawn, and stands in the zone again: it is removed again now. "
                        + $"Look who put it back, or whether the name server was restored from an old copy.")
                : Sentence.Of(
                    $"The emblem of {name} was withdrawn, and the world still sees it, though caches should be clear. "
                        + $"A secondary server may lag behind, or someone gives old answers on the way.")));
        }

        if (facts.HasForeign(facts.World) || facts.Places.Any(p => p.Authoritative is { } at && facts.HasForeign(at)))
        {
            findings.Add(Of(
                AlertKind.UnknownEmblem,
                name,
                $"{name} is '{facts.Asset.State}' here, and shows a token that this service did not issue. Find out who published it; "
                    + $"if it is yours from another tool, mark the asset here, and take the name over."));
        }

        return new NameJudgement(findings, [.. back.Select(p => p.Publication!)]);
    }

    // An alert is one of its kind and name.
    private static IReadOnlyList<AlertFinding> OnePerKind(IEnumerable<AlertFinding> findings) => [.. findings.DistinctBy(f => f.Kind)];

    private static AlertFinding Of(AlertKind kind, DomainName name, Sentence text) => new(kind, name.ToString(), text);
}
