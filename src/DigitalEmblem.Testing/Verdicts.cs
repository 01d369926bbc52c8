using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Testing;

/// <summary>
/// Verdicts of every outcome, for tests of what an application does with them. Each is the verdict of a real <see cref="EmblemChecker"/> on
/// a <see cref="SampleEmblem"/>, so its members fit each other. Root key commitments are assumed, and the verdict says so
/// (<see cref="HeldEvidence.AssumeCommittedUnsafe"/>).
/// </summary>
public static class Verdicts
{
    private static readonly TrustedAuthority Nobody = TrustedAuthority.Parse("https://nobody.example");

    /// <summary>An emblem was shown, and it is what the policy asks for: the level of the sample.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="emblem">The emblem; null for the default one, which is organizational.</param>
    public static Verdict Marked(DomainName name, SampleEmblem? emblem = null)
    {
        emblem ??= new SampleEmblem();
        return Of(name, emblem, AskingFor(emblem));
    }

    /// <summary>No emblem is published.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="at">The instant of judgement; null for <see cref="SampleEmblem.DefaultInstant"/>.</param>
    public static Verdict NotMarked(DomainName name, DateTimeOffset? at = null) =>
        Judge(name, new FakeEmblemSource(), TrustPolicy.Default, at ?? SampleEmblem.DefaultInstant);

    /// <summary>An emblem was shown, and its signature is wrong.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="emblem">The emblem; null for the default one.</param>
    public static Verdict Invalid(DomainName name, SampleEmblem? emblem = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        emblem ??= new SampleEmblem();
        var source = new FakeEmblemSource();
        source.PublishBytes(name, emblem.ToBundle(AssetIdentifier.ForName(name), damaged: true));
        return Judge(name, source, AskingFor(emblem), emblem.At);
    }

    /// <summary>It could not be found out: the only source did not answer.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="reason">Why the source did not answer, in words.</param>
    /// <param name="at">The instant of judgement; null for <see cref="SampleEmblem.DefaultInstant"/>.</param>
    public static Verdict Indeterminate(DomainName name, string reason = "no answer in time", DateTimeOffset? at = null)
    {
        var source = new FakeEmblemSource();
        source.Fail(name, reason);
        return Judge(name, source, TrustPolicy.Default, at ?? SampleEmblem.DefaultInstant);
    }

    /// <summary>A valid emblem was shown, and the policy asks for an authority that does not endorse it.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="emblem">The emblem; null for the default one.</param>
    public static Verdict NotAccepted(DomainName name, SampleEmblem? emblem = null)
    {
        emblem ??= new SampleEmblem();
        return Of(name, emblem, AskingFor(emblem) with { Authorities = [Nobody] });
    }

    /// <summary>What a policy decides on an emblem that is published at a name.</summary>
    /// <param name="name">The name that is asked about.</param>
    /// <param name="emblem">The emblem.</param>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentException">The policy contradicts itself, or the emblem could never validate.</exception>
    public static Verdict Of(DomainName name, SampleEmblem emblem, TrustPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(emblem);
        var source = new FakeEmblemSource();
        source.Publish(name, emblem);
        return Judge(name, source, policy, emblem.At);
    }

    private static TrustPolicy AskingFor(SampleEmblem emblem) => TrustPolicy.Default with
    {
        RequiredLevel = emblem.Issuer is null ? SecurityLevel.Signed
            : emblem.EndorsedBy.Count == 0 ? SecurityLevel.Organizational
            : SecurityLevel.Endorsed,
    };

    // A fake source answers at once, and assumed commitments need no question, so the task is complete when it is returned.
    private static Verdict Judge(DomainName name, FakeEmblemSource source, TrustPolicy policy, DateTimeOffset at) =>
        new EmblemChecker([source], new EmblemVerifier(), policy, HeldEvidence.AssumeCommittedUnsafe, new FakeClock(at)).CheckAsync(name)
            .GetAwaiter().GetResult();
}
