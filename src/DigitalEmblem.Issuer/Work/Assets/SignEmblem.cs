using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;
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
        if (EmblemTerms.Of(asset, chain, options, now, out Validity? validity) is { } fault)
        {
            return SignedEmblem.None(asset, fault);
        }

        AssetIdentifier mark = AssetIdentifier.Parse(asset.Name.ToString());
        var emblem = new Emblem
        {
            Issuer = chain.Organization,
            Assets = [mark],
            Purposes = asset.Purposes,
            Validity = validity!.Value,
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
            if (Fault(beside.SetWith(token), mark, beside.EndorsedUntil is not null, now) is { } refused)
            {
                return SignedEmblem.None(
                    asset, $"Our own verifier does not accept the emblem ({profile}): {refused}", isRefused: true);
            }

            sets.Add((token, beside));
        }

        return new SignedEmblem(
            asset,
            IssuedEmblem.Create(asset, chain.EmblemKey, emblem, sets, now),
            options.RenewalOf(emblem),
            [.. sets.Select(s => s.Item2)],
            wanted.LeavesProfile,
            null);
    }

    private byte[] Sign(Emblem emblem, TokenProfile profile, SigningKey key)
    {
        long start = clock.GetTimestamp();
        byte[] token = profile == TokenProfile.Cwt ? Cwt.Sign(emblem, key) : Encoding.ASCII.GetBytes(Jws.Sign(emblem, key));
        Meters.Signing.Record(clock.GetElapsedTime(start).TotalSeconds);
        return token;
    }

    /// <summary>Why validators would not accept a set; null if they would.</summary>
    private Sentence? Fault(IssuedSet set, AssetIdentifier mark, bool endorsed, DateTimeOffset now)
    {
        Verdict verdict = MustBeMarked.Decide(_verifier.Verify(set.ToFile(), HeldEvidence.AssumeCommittedUnsafe, now), mark);
        return verdict.Outcome == VerdictOutcome.Marked && (!endorsed || verdict.Level == SecurityLevel.Endorsed)
            ? null
            : Sentence.Of($"{verdict.Outcome}, {string.Join(" ", verdict.Findings.Select(f => f.Message))}");
    }
}
