using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// Looks at names as a validator does: in the DNS, and at the well-known resource. That resource is asked within the process, without its
/// address and its cache.
/// </summary>
internal sealed class DrillObserver(DrillScene scene) : IAsyncDisposable
{
    private readonly DnsExchange _exchange = new(new DnsExchangeOptions
    {
        Servers = [DnsServer.At(scene.NameServer, tcpOnly: true)],
        Authoritative = true,
    });

    private readonly EmblemVerifier _verifier = new();

    /// <summary>Looks at one name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="lost">The public keys of the keys that were declared compromised.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DrillSight> LookAsync(string name, IReadOnlyCollection<byte[]> lost, CancellationToken cancellationToken)
    {
        var domain = DomainName.Parse(name);
        LookupAnswer answer = await _exchange.LookUpAsync(domain, DnsEmblemSource.DefaultIhleType, cancellationToken);
        using var sets = new WellKnownSets(scene.Store, scene.Clock);
        WellKnownSet? there = await sets.FindAsync(domain, cancellationToken);
        IReadOnlyList<ReadOnlyMemory<byte>> resource = there is null ? [] : TokenBundle.Split(there.Bundle, TokenLimits.Default);
        bool rests = answer.Data.Concat(resource).Any(i => lost.Any(k => i.Span.SequenceEqual(k)));
        return new DrillSight(
            name,
            answer.IsAnswer || answer.Data.Count > 0 ? Judge(name, answer.Data) : "not answered",
            Judge(name, resource),
            rests);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    private string Judge(string name, IReadOnlyList<ReadOnlyMemory<byte>> set)
    {
        VerifiedTokens verified = _verifier.Verify(
            UnverifiedTokens.Read(TokenBundle.Write(set)), HeldEvidence.AssumeCommittedUnsafe, scene.Clock.GetUtcNow());
        return TrustPolicy.Default.Decide(verified, AssetIdentifier.Parse(name)).Outcome.ToString();
    }
}
