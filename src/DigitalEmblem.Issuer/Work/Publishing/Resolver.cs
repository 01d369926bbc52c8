using System.Net;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// The resolver, which gives the answers that validators see. If no resolver is known, each look-up returns that as its outcome, as with a
/// resolver that does not answer.
/// </summary>
internal sealed class Resolver : IDnsLookup, IAsyncDisposable
{
    private readonly DnsExchange? _exchange;

    /// <summary>The one that the settings name, or the system's.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="questionsPerSecond">How many questions it is asked in a second, at most; null for any number.</param>
    public Resolver(PublishingOptions options, int? questionsPerSecond = null)
    {
        IReadOnlyList<DnsServer> servers = options.Resolver is { } stated ? [DnsServer.At(IPEndPoint.Parse(stated))] : DnsServer.OfSystem();
        Name = servers.Count == 0 ? "none" : string.Join(", ", servers);
        _exchange = servers.Count == 0 ? null
            : new DnsExchange(new DnsExchangeOptions
            {
                Servers = servers,
                Timeout = options.Timeout,
                QuestionsPerSecond = questionsPerSecond,
            });
    }

    /// <summary>Its address, for a person.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) => _exchange is null
        ? Task.FromResult(new LookupAnswer
        {
            Outcome = LookupOutcome.Unreachable,
            Attempts = ["No resolver is known: this system names none, and Publishing:Resolver does not either."],
        })
        : _exchange.LookUpAsync(name, type, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange?.DisposeAsync() ?? ValueTask.CompletedTask;
}
