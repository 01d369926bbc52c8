using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Signs the root of data, and judges the whole sign as those who check it will (spec/data-emblem.md, verification).</summary>
internal sealed class SignData(IssuingOptions options, TimeProvider clock)
{
    /// <summary>Signs one. A fault of one is returned, not thrown, so that the others get signs.</summary>
    public SignedData Run(MarkedData data, EmblemChain chain, SigningKey key, DateTimeOffset now)
    {
        if (EmblemTerms.Of(data, chain, options, now, out Validity? validity) is { } fault)
        {
            return SignedData.None(data, fault);
        }

        var emblem = new Emblem
        {
            Issuer = chain.Organization,
            Assets = [data.Root.ToAsset()],
            Purposes = data.Purposes,
            Validity = validity!.Value,
            IssuedAt = now,
        };
        long start = clock.GetTimestamp();
        byte[] token = Cwt.SignOfData(emblem, key);
        Meters.Signing.Record(clock.GetElapsedTime(start).TotalSeconds);
        IssuedChain beside = chain.Beside(TokenProfile.Cwt, data.Purposes);
        return Refused(IssuedSign.Bundle(token, beside), beside.EndorsedUntil is not null, now) is { } refused
            ? SignedData.None(data, $"Our own verifier does not accept the sign: {refused}", isRefused: true)
            : new SignedData(data, emblem, token, beside, null);
    }

    private static string Messages(Verdict verdict) =>
        string.Join(" ", verdict.Tokens.Where(t => !t.Accepted).SelectMany(t => t.Findings).Select(f => f.Message));

    /// <summary>Why those who check would not accept a sign; null if they would.</summary>
    private static Sentence? Refused(byte[] bundle, bool endorsed, DateTimeOffset now)
    {
        Verdict verdict = DataSign.Read(bundle).Assume(now);
        return verdict.Outcome != VerdictOutcome.Marked ? Sentence.Of($"{verdict.Reason}")
            : endorsed && verdict.Level != SecurityLevel.Endorsed
                ? Sentence.Of($"the authority's endorsement in it does not count. {Messages(verdict)}")
                : null;
    }
}
