using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Signs the emblem of one asset, and judges the whole set as validators will.</summary>
internal sealed class SignEmblem(IssuingOptions options, TimeProvider clock)
{
    private static readonly TrustPolicy MustBeMarked = TrustPolicy.Default;

    // The endorsements repeat across all assets: the cache has each verified once, if the sets are read through it. A set has one new
    // signature, so that checking several at once only costs.
    private readonly EmblemVerifier _verifier = new(new VerifierOptions { SignatureParallelism = 1 });

    /// <summary>
    /// Signs one, and judges its set as validators will. A fault of one asset is returned, not thrown, so that the others get emblems.
    /// </summary>
    public SignedEmblem Run(
        Asset asset, EmblemChain chain, (MarkProfiles Profiles, bool LeavesProfile) wanted, SigningKey key, DateTimeOffset now)
    {
        if ((asset.Purposes & chain.Purposes) != asset.Purposes)
        {
            return SignedEmblem.None(
                asset,
                $"The emblem key is endorsed for {chain.Purposes}, and the asset is for {asset.Purposes}: "
                    + "have the root key endorse it for more, or change the asset.");
        }

        if (asset.DeclaredUntil is not { } declared || declared <= now)
        {
            return SignedEmblem.None(
                asset,
                "The declaration that the asset serves protected purposes only has run out: "
                    + "an officer looks again, and declares it anew.");
        }

        var validity = Validity.IssuedAt(now, asset.Lifetime ?? options.EmblemLifetime);
        DateTimeOffset until = new[] { validity.Expires, chain.Until, declared }.Min();
        if (until - now < TimeSpan.FromMinutes(1))
        {
            return SignedEmblem.None(asset, "The endorsement of the emblem key is about to expire: have the root key renew it.");
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
        TokenProfile[] profiles = [.. wanted.Profiles.Each()];
        TokenProfile[] possible = [.. profiles.Where(p => chain.FaultIn(p, asset.Purposes) is null)];
        if (possible.Length == 0)
        {
            return SignedEmblem.None(
                asset, $"{asset.Name} cannot be marked in {wanted.Profiles}: {chain.FaultIn(profiles[0], asset.Purposes)}.");
        }

        // A profile that cannot be signed now must not take the other one away: the watch tells of it (ProfileMissing).
        var sets = new List<(byte[], IssuedChain)>(possible.Length);
        foreach (TokenProfile profile in possible)
        {
            byte[] token = Sign(emblem, profile, key);
            IssuedChain beside = chain.Beside(profile, asset.Purposes);
            if (Fault(beside.SetWith(token), mark, beside.EndorsedUntil is not null, now) is { } fault)
            {
                return SignedEmblem.None(asset, $"Our own verifier does not accept the emblem ({profile}): {fault}");
            }

            sets.Add((token, beside));
        }

        return new SignedEmblem(asset, emblem, sets, wanted.LeavesProfile, null);
    }

    private byte[] Sign(Emblem emblem, TokenProfile profile, SigningKey key)
    {
        long start = clock.GetTimestamp();
        byte[] token = profile == TokenProfile.Cwt ? Cwt.Sign(emblem, key) : Encoding.ASCII.GetBytes(Jws.Sign(emblem, key));
        Meters.Signing.Record(clock.GetElapsedTime(start).TotalSeconds);
        return token;
    }

    /// <summary>Why validators would not accept a set; null if they would.</summary>
    private string? Fault(IssuedSet set, AssetIdentifier mark, bool endorsed, DateTimeOffset now)
    {
        Verdict verdict = MustBeMarked.Decide(_verifier.Verify(set.ToFile(), HeldEvidence.AssumeCommittedUnsafe, now), mark);
        return verdict.Outcome == VerdictOutcome.Marked && (!endorsed || verdict.Level == SecurityLevel.Endorsed)
            ? null
            : $"{verdict.Outcome}, {string.Join(" ", verdict.Findings.Select(f => f.Message))}";
    }
}
