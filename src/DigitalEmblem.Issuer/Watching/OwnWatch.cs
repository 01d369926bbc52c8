using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Finds what the database alone shows: approaching ends, and work that is late.</summary>
internal sealed class OwnWatch(IssuerStore store, WatchingOptions options, TimeProvider clock)
{
    /// <summary>The kinds that looking at assets in the database can raise.</summary>
    public static readonly IReadOnlyList<AlertKind> KindsOfAssets =
        [AlertKind.NotRenewed, AlertKind.DeclarationEnding, AlertKind.ProfileMissing];

    /// <summary>The kinds that looking at data in the database can raise.</summary>
    public static readonly IReadOnlyList<AlertKind> KindsOfData = [AlertKind.NotRenewed, AlertKind.DeclarationEnding];

    /// <summary>The other kinds.</summary>
    public static readonly IReadOnlyList<AlertKind> Kinds =
    [
        AlertKind.NotPublished, AlertKind.EndorsementExpiring, AlertKind.CertificateExpiring, AlertKind.RequestUnanswered,
        AlertKind.KeySuspended, AlertKind.CompromiseDeclared, .. WaitingForPeople.Kinds,
    ];

    /// <summary>The findings about some assets.</summary>
    public Task<IReadOnlyList<AlertFinding>> OfAssetsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AlertFinding>>(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            List<Guid> asked = [.. ids];
            List<Asset> assets = await d.Assets.Where(a => asked.Contains(a.Id) && a.State == AssetState.Marked)
                .ToListAsync(cancellationToken);
            EmblemSets sets = await EmblemSets.LoadAsync(d, assets, now, cancellationToken);
            List<PublicationTarget> targets = await d.Targets.ToListAsync(cancellationToken);
            return [
                .. assets.SelectMany(
                    a => OfMarked(a, sets.EmblemOf(a) is { } emblem ? (emblem.NotBefore, emblem.Expires) : null, now)),
                .. assets.Select(a => OfProfiles(a, sets, targets, now)).OfType<AlertFinding>()];
        });

    /// <summary>The findings about some data.</summary>
    public Task<IReadOnlyList<AlertFinding>> OfDataAsync(IReadOnlyList<MarkedData> data, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AlertFinding>>(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            List<MarkedData> marked = [.. data.Where(m => m.State == AssetState.Marked)];
            Dictionary<Guid, IssuedSign> signs = await DataByRoot.SignsAsync(d, marked, cancellationToken);
            return [.. marked.SelectMany(m =>
            {
                IssuedSign? sign = m.EmblemId is { } id ? signs.GetValueOrDefault(id) : null;
                return OfMarked(m, sign is null ? null : (sign.NotBefore, sign.Expires), now);
            })];
        });

    /// <summary>The findings about everything else.</summary>
    public Task<IReadOnlyList<AlertFinding>> OfTheRestAsync(CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AlertFinding>>(async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            return [
                .. await UnpublishedNames.FindAsync(d, now - options.Patience, cancellationToken),
                .. await UnpublishedNames.NowhereAsync(d, cancellationToken),
                .. await EndorsementsAsync(d, now, cancellationToken),
                .. await CertificatesAsync(d, now, cancellationToken),
                .. await RequestsAsync(d, now, cancellationToken),
                .. await KeyAlerts.FindAsync(d, now, cancellationToken),
                .. await WaitingForPeople.FindAsync(d, options.DecideWithin, now, cancellationToken)];
        });

    private IEnumerable<AlertFinding> OfMarked(
        Markable marked, (DateTimeOffset NotBefore, DateTimeOffset Expires)? emblem, DateTimeOffset now)
    {
        string name = marked.Called;
        (Sentence what, string told) = marked is Asset
            ? (Sentence.Of($"emblem"), "emblems.notIssued")
            : (Sentence.Of($"sign"), "signs.notIssued");
        if (emblem is not { } inForce)
        {
            // A newly marked asset gets its emblem within seconds. It is late if it was postponed or has waited long.
            if (marked.RenewAt is not { } due || due > now || due < now - options.Patience)
            {
                yield return new AlertFinding(
                    AlertKind.NotRenewed,
                    name,
                    $"{name} is marked, and its first {what} could not be issued. The journal tells why "
                        + $"({told}): mostly a key that is not endorsed, or a declaration that ran out.");
            }
        }
        else if (inForce.Expires - now < (inForce.Expires - inForce.NotBefore) / 6)
        {
            yield return new AlertFinding(
                AlertKind.NotRenewed,
                name,
                $"The {what} of {name} {Deadline.InWords(inForce.Expires, now)}, and was not renewed in time. "
                    + $"The journal tells why ({told}): mostly an endorsement or a declaration that ran out, "
                    + $"or a key that cannot be used.");
        }

        if (marked.DeclaredUntil is { } until && Deadline.StepAt(until, Markable.DeclarationHolds, now) is { } days)
        {
            yield return new AlertFinding(
                AlertKind.DeclarationEnding,
                name,
                $"The declaration that {marked.Declaration} {Deadline.InWords(until, now)}; without it there is no {what}. Look whether "
                    + $"it still holds, and declare it anew.",
                days);
        }
    }

    /// <summary>Whether an asset's emblem lacks a profile in which it is to be marked; null if it does not.</summary>
    private static AlertFinding? OfProfiles(
        Asset asset, EmblemSets sets, List<PublicationTarget> targets, DateTimeOffset now)
    {
        // An emblem that is due may be about to get it.
        MarkProfiles missing = sets.EmblemOf(asset) is { } emblem && asset.RenewAt > now
            ? ProfilesToSign.Wanted(asset, targets) & ~emblem.Profiles
            : MarkProfiles.None;
        return missing == MarkProfiles.None ? null : new AlertFinding(
            AlertKind.ProfileMissing,
            asset.Name.ToString(),
            $"{asset.Name} is to be marked in {missing} as well, and its emblem could not be signed in it. JWS has words for protective "
                + $"and indicative only; else see that the binding certificate names the root key in both profiles, and have the root key "
                + $"endorse the emblem key anew.");
    }

    private static async Task<IEnumerable<AlertFinding>> EndorsementsAsync(
        IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<OrganizationKey> keys = await d.Keys.Where(k => k.State == KeyState.Active).ToListAsync(cancellationToken);
        List<HeldEndorsement> held = await d.Endorsements.Where(e => e.State == EndorsementState.Current).ToListAsync(cancellationToken);
        var findings = new List<AlertFinding>();
        foreach (HeldEndorsement endorsement in held)
        {
            TimeSpan life = endorsement.Expires - endorsement.NotBefore;
            // Our own endorsements are renewed automatically, so tell of them only when that failed.
            int? step = endorsement.IsExternal || endorsement.Expires - now < life / 6
                ? Deadline.StepAt(endorsement.Expires, life, now)
                : null;
            step ??= !endorsement.IsExternal && endorsement.Expires - now < life / 6
                ? (int)Math.Ceiling((endorsement.Expires - now).TotalDays)
                : null;
            if (step is { } days && keys.SingleOrDefault(k => k.Id == endorsement.KeyId) is { } key)
            {
                findings.Add(new AlertFinding(
                    AlertKind.EndorsementExpiring,
                    $"{endorsement.Issuer} for {key.Identifier}",
                    endorsement.IsExternal
                        ? Sentence.Of(
                            $"The endorsement of the root key {key.Identifier} by {endorsement.Issuer} "
                                + $"{Deadline.InWords(endorsement.Expires, now)}; from then on it vouches for no emblem. "
                                + $"Ask for a new one now: its two approvals take people.")
                        : Sentence.Of(
                            $"The root key's endorsement of key {key.Identifier} {Deadline.InWords(endorsement.Expires, now)}, and no "
                                + $"emblem outlives it. If the root key is on another machine, carry the open signing request there; "
                                + $"else have it endorse the key again."),
                    days));
            }
        }

        return findings;
    }

    private static async Task<IEnumerable<AlertFinding>> CertificatesAsync(
        IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<OrganizationKey> roots = await d.Keys.Where(k => k.State == KeyState.Active && k.Use == KeyUse.Root)
            .ToListAsync(cancellationToken);
        List<Guid> ids = [.. roots.Select(k => k.Id)];
        List<RootCommitment> commitments = await d.Commitments.Where(c => ids.Contains(c.KeyId) && c.CertificateExpires != null)
            .ToListAsync(cancellationToken);
        // The certificate's whole life is not stored; web certificates last months.
        return commitments.GroupBy(c => c.KeyId).Select(g => g.MaxBy(c => c.CompletedAt)!)
            .Select(c => (Commitment: c, Step: Deadline.StepAt(c.CertificateExpires!.Value, TimeSpan.FromDays(90), now)))
            .Where(c => c.Step is not null)
            .Select(
                c => (Key: roots.Single(k => k.Id == c.Commitment.KeyId).Identifier, End: c.Commitment.CertificateExpires!.Value, c.Step))
            .Select(c => new AlertFinding(
                AlertKind.CertificateExpiring,
                c.Key,
                $"The binding certificate of the root key {c.Key} {Deadline.InWords(c.End, now)}. The commitment outlives it, since it "
                    + $"stands in the logs, but a validator may bound its age: have a new certificate issued for the same "
                    + $"request, and import its chain.",
                c.Step));
    }

    private async Task<IEnumerable<AlertFinding>> RequestsAsync(IssuerContext d, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset before = now - options.AnswerWithin;
        List<SentRequest> open = await d.SentRequests.Where(q => q.State == RequestState.Asked && q.AskedAt <= before)
            .ToListAsync(cancellationToken);
        // A root key and the one that is to take its place may both wait for an authority, which is one alert.
        return open.GroupBy(q => q.Authority).Select(g => g.MinBy(q => q.AskedAt)!).Select(q => new AlertFinding(
            AlertKind.RequestUnanswered,
            q.Authority.ToString(),
            $"{q.Authority} has not answered the request of {q.AskedAt:yyyy-MM-dd} to endorse the root key. "
                + $"Ask whether it arrived, and send it again if not; or close it."));
    }
}
