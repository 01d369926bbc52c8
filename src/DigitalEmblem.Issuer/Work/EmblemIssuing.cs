using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work;

/// <summary>
/// Signs emblems that are due. In this order: take assets that no other instance works on; sign; have our own verifier judge each whole set; put emblems, journal and what is to be published into the database in one step. Only what is there is
/// ever published: what was signed by a process that died before has left no trace and no copy.
/// </summary>
internal sealed class EmblemIssuing(IssuerStore store, ISigningKeys keys, IssuingOptions options, Instance instance, TimeProvider clock)
{
    // Renewals fail for reasons that take people to mend; trying each second would only fill logs.
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    // Clocks of instances may differ by so much, and no more.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    // No lease is longer (IssuingOptions): what says so was written by a clock that went wrong.
    private static readonly TimeSpan LongestLease = TimeSpan.FromHours(1);

    private static readonly TrustPolicy MustBeMarked = TrustPolicy.Default;

    // The endorsements repeat across all assets: they are verified once.
    private readonly EmblemVerifier _verifier = new(new VerifierOptions());

    private DateTimeOffset _clockCheckedAt = DateTimeOffset.MinValue;

    /// <summary>Renews what is due, one batch.</summary>
    /// <returns>How many were taken; 0 when nothing is due.</returns>
    public async Task<int> RenewDueAsync(CancellationToken cancellation)
    {
        List<Asset> taken = await TakeAsync(cancellation);
        if (taken.Count == 0)
        {
            return 0;
        }

        long start = clock.GetTimestamp();
        using Activity? trace = Meters.Traces.StartActivity("renewal")?.AddTag("names", taken.Count);
        (int issued, int notIssued) = (0, taken.Count);
        try
        {
            (issued, notIssued) = await IssueAsync(taken, cancellation);
        }
        catch (RefusedException e)
        {
            await PostponeAsync(taken, e.Message, cancellation);
        }

        Meters.Issued.Add(issued);
        Meters.NotIssued.Add(notIssued);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfRenewal);
        return taken.Count;
    }

    private Task<List<Asset>> TakeAsync(CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset now = change.Now;
            await MendAfterClockAsync(change, cancellation);
            DateTimeOffset beyond = now + LongestLease + ClocksDiffer;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            IQueryable<Guid> due = change.Database.Assets
                .Where(a => a.State == AssetState.Marked && a.RenewAt <= now && (a.LeasedUntil == null || a.LeasedUntil <= now || a.LeasedUntil > beyond))
                .OrderBy(a => a.RenewAt).Select(a => a.Id).Take(options.BatchSize);
            DateTimeOffset until = now + options.Lease;
            int count = await change.Database.Assets.Where(a => due.Contains(a.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.LeasedBy, instance.Name).SetProperty(a => a.LeasedUntil, until).SetProperty(a => a.Version, claim),
                cancellation);
            return count == 0 ? [] : await change.Database.Assets.AsNoTracking().Where(a => a.Version == claim).ToListAsync(cancellation);
        },
        cancellation);

    /// <summary>After a clock that ran ahead was set back: what was issued meanwhile is not valid yet, and would be renewed far too late. Looked at once a minute.</summary>
    private async Task MendAfterClockAsync(Change change, CancellationToken cancellation)
    {
        DateTimeOffset now = change.Now, soon = now + ClocksDiffer;
        if (now >= _clockCheckedAt && now < _clockCheckedAt + TimeSpan.FromMinutes(1))
        {
            return;
        }

        _clockCheckedAt = now;
        IQueryable<IssuedEmblem> emblems = change.Database.Emblems;
        int count = await change.Database.Assets
            .Where(a => a.State == AssetState.Marked && a.RenewAt > soon
                && (a.EmblemId == null || emblems.Any(e => e.Id == a.EmblemId && (e.NotBefore > soon || e.Expires < a.RenewAt))))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.RenewAt, now).SetProperty(a => a.Version, new Guid(RandomNumberGenerator.GetBytes(16))), cancellation);
        if (count > 0)
        {
            change.Journal("emblems.dueAnew", $"{count} assets", new JsonObject { ["why"] = "Their emblems begin in the future, or would be renewed after their end: the clock was wrong." });
        }
    }

    private async Task<(int Issued, int NotIssued)> IssueAsync(List<Asset> assets, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        EmblemChain chain = await store.ReadAsync(d => EmblemChain.LoadAsync(d, now, cancellation));
        List<Signed> signed = await keys.UseAsync(chain.EmblemKey, key => assets.ConvertAll(a => Sign(a, chain, key, now)), cancellation);
        return await store.ChangeAsync(Instance.Actor, change => RecordAsync(change, chain.EmblemKey.Id, signed, cancellation), cancellation);
    }

    /// <summary>Signs one, and judges it as the world will. What is wrong with one asset is no reason to leave the others without.</summary>
    private Signed Sign(Asset asset, EmblemChain chain, SigningKey key, DateTimeOffset now)
    {
        if ((asset.Purposes & chain.Purposes) != asset.Purposes)
        {
            return new Signed(asset, null, null, $"The emblem key is endorsed for {chain.Purposes}, and {asset.Name} is for {asset.Purposes}: have the root key endorse it for more, or change the asset.");
        }

        if (asset.DeclaredUntil is not { } declared || declared <= now)
        {
            return new Signed(asset, null, null, $"The declaration that {asset.Name} serves protected purposes only has run out: an officer looks again, and declares it anew.");
        }

        var validity = Validity.IssuedAt(now, asset.Lifetime ?? options.EmblemLifetime);
        DateTimeOffset until = new[] { validity.Expires, chain.Until, declared }.Min();
        if (until - now < TimeSpan.FromMinutes(1))
        {
            return new Signed(asset, null, null, "The endorsement of the emblem key is about to expire: have the root key renew it.");
        }

        AssetIdentifier mark = AssetIdentifier.Parse(asset.Name.ToString());
        var emblem = new Emblem
        {
            Issuer = chain.Organization,
            Assets = [mark],
            Purposes = asset.Purposes,
            Validity = Validity.From(validity.NotBefore, until - validity.NotBefore),
            IssuedAt = now,
        };
        long start = clock.GetTimestamp();
        byte[] token = Cwt.Sign(emblem, key);
        Meters.Signing.Record(clock.GetElapsedTime(start).TotalSeconds);
        UnverifiedTokens set = UnverifiedTokens.Read(TokenBundle.Write(chain.With(token, asset.Purposes)));
        VerifiedTokens verified = _verifier.Verify(set, HeldEvidence.AssumeCommittedUnsafe, now);
        Verdict verdict = MustBeMarked.Decide(verified, mark);
        bool endorsed = chain.EndorsedBy(asset.Purposes).Any();
        return verdict.Outcome == VerdictOutcome.Marked && (!endorsed || verdict.Level == SecurityLevel.Endorsed)
            ? new Signed(asset, emblem, token, null)
            : new Signed(asset, null, null, $"Our own verifier does not accept the emblem: {verdict.Outcome}, {string.Join(" ", verdict.Findings.Select(f => f.Message))}");
    }

    private async Task<(int Issued, int NotIssued)> RecordAsync(Change change, Guid keyId, List<Signed> signed, CancellationToken cancellation)
    {
        OrganizationKey key = await change.Database.Keys.SingleAsync(k => k.Id == keyId, cancellation);
        Guid[] ids = [.. signed.Select(s => s.Asset.Id)];
        Dictionary<Guid, Asset> assets = await change.Database.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        Dictionary<Guid, Publication> publications = await change.Database.Publications.Where(p => ids.Contains(p.AssetId)).ToDictionaryAsync(p => p.AssetId, cancellation);
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellation);
        var lines = new JsonArray();
        int postponed = 0;
        foreach (Signed one in signed)
        {
            // Withdrawn, changed or taken over meanwhile: what was signed for it is dropped here, and was nowhere else.
            if (!assets.TryGetValue(one.Asset.Id, out Asset? asset) || asset.Version != one.Asset.Version)
            {
                continue;
            }

            if (one is not { Emblem: { } claims, Token: { } token })
            {
                postponed++;
                asset.Postpone(change.Now + TryAgain);
                change.Journal("emblem.notIssued", asset.Name.ToString(), new JsonObject { ["why"] = one.Fault });
                continue;
            }

            var emblem = IssuedEmblem.Create(asset, key, claims, token, change.Now);
            change.Database.Emblems.Add(emblem);
            asset.Renew(emblem, RenewalTime(claims), change.Now);
            lines.Add(new JsonObject
            {
                ["asset"] = asset.Name.ToString(),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(token)),
                ["notBefore"] = claims.Validity.NotBefore.ToUnixTimeSeconds(),
                ["expires"] = claims.Validity.Expires.ToUnixTimeSeconds(),
            });
            Want(change, publications, targets, asset);
        }

        if (lines.Count > 0)
        {
            change.Journal("emblems.issued", key.Identifier, new JsonObject { ["emblems"] = lines });
        }

        return (lines.Count, postponed);
    }

    private static void Want(Change change, Dictionary<Guid, Publication> publications, List<PublicationTarget> targets, Asset asset)
    {
        if (PublicationTarget.For(asset.Name, targets) is not { } target)
        {
            return;
        }

        if (!publications.TryGetValue(asset.Id, out Publication? publication))
        {
            publication = Publication.Create(asset, target, change.Now);
            change.Database.Publications.Add(publication);
        }

        publication.Want(emblem: true, target.Id, change.Now);
    }

    private Task PostponeAsync(List<Asset> taken, string why, CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            Guid[] ids = [.. taken.Select(a => a.Id)];
            Guid claim = taken[0].Version;
            foreach (Asset asset in await change.Database.Assets.Where(a => ids.Contains(a.Id) && a.Version == claim).ToListAsync(cancellation))
            {
                asset.Postpone(change.Now + TryAgain);
            }

            change.Journal("emblems.notIssued", $"{taken.Count} assets", new JsonObject { ["why"] = why });
        },
        cancellation);

    // Of the time from its issue on: an emblem begins before that, and one of a short lifetime would be due again at once.
    private DateTimeOffset RenewalTime(Emblem emblem)
    {
        double jitter = ((RandomNumberGenerator.GetInt32(2001) / 1000.0) - 1) * options.Jitter;
        DateTimeOffset issued = emblem.IssuedAt!.Value;
        return issued + ((emblem.Validity.Expires - issued) * (options.RenewAfter + jitter));
    }

    private sealed record Signed(Asset Asset, Emblem? Emblem, byte[]? Token, string? Fault);
}
