using System.CommandLine;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>Looks up and judges the emblem of a host, as <c>emblem check HOST</c> does with the same options.</summary>
/// <param name="parsed">The options.</param>
/// <param name="resolver">Whom to ask.</param>
/// <param name="policyOptions">How the verifier is set.</param>
/// <param name="policy">What is asked of the emblem.</param>
/// <param name="commitments">What is known of commitments; it must stay open.</param>
/// <param name="at">The instant of judgement.</param>
/// <param name="context">The process.</param>
internal sealed class HostLookup(
    ParseResult parsed,
    ResolverOptions resolver,
    PolicyOptions policyOptions,
    TrustPolicy policy,
    CommitmentSetting commitments,
    DateTimeOffset at,
    CommandContext context)
{
    public async Task<Verdict> AskAsync(DomainName host, CancellationToken cancellationToken)
    {
        await using DnsExchange exchange = resolver.Exchange(parsed, context);
        EmblemVerifier verifier = policyOptions.Verifier(parsed, policy, context);
        var source = new DnsEmblemSource(exchange, resolver.IhleType(parsed), cache: verifier.Cache);
        EmblemChecker checker = commitments.Checker([source], verifier, policy, new Instant(at));
        using var progress = new Progress(context, () => $"Asking the DNS about {host}");
        return await checker.CheckAsync(host, cancellationToken);
    }

    private sealed class Instant(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
