using System.Net;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work;

/// <summary>What came of bringing a name into its state.</summary>
/// <param name="Seen">Whether it was read back as it should be.</param>
/// <param name="Fault">If not, why, for a person.</param>
internal sealed record ZoneOutcome(bool Seen, string? Fault = null);

/// <summary>The name server of a target: what is published there is replaced in one message, and read back. An answer is not believed: what counts is what is seen.</summary>
internal sealed class ZoneServer : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly PublicationTarget _target;
    private readonly DnsUpdateClient _client;
    private readonly DnsExchange _exchange;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _clock;

    public ZoneServer(PublicationTarget target, PublishingOptions options, TimeProvider clock)
    {
        _target = target;
        _options = options;
        _clock = clock;
        IPEndPoint server = IPEndPoint.Parse(target.Server!);
        _client = new DnsUpdateClient(server, target.TsigKey is null ? null : Key(target.TsigKey, options), clock: clock);
        _exchange = new DnsExchange(new DnsExchangeOptions { Servers = [DnsServer.At(server, tcpOnly: true)], Authoritative = true, MaxConcurrency = 64 });
    }

    /// <summary>Brings it about that the server has exactly these records of IHLE at the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="records">The data of each record; none to have none there.</param>
    /// <param name="lookFirst">Whether it may be done already, by an attempt whose end nobody saw.</param>
    /// <param name="cancellation">Ends it; the next attempt looks first.</param>
    public async Task<ZoneOutcome> BringAboutAsync(DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellation)
    {
        var type = (ushort)_options.IhleType;
        if (lookFirst && await IsSoAsync(name, type, records, cancellation) is { Seen: true } already)
        {
            return already;
        }

        var update = new DnsUpdate(_target.Zone);
        update = records.Count == 0 ? update.Delete(name, type) : update.Replace(name, type, _target.Ttl, records);
        DnsUpdateResult result = await _client.SendAsync(update, cancellation);
        if (result.Outcome is not (DnsUpdateOutcome.Done or DnsUpdateOutcome.Unknown))
        {
            return new ZoneOutcome(false, result.Detail);
        }

        long start = _clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            ZoneOutcome outcome = await IsSoAsync(name, type, records, cancellation);
            if (outcome.Seen || _clock.GetElapsedTime(start) + pause > _options.ReadBack)
            {
                return outcome.Seen ? outcome : new ZoneOutcome(false, result.Outcome == DnsUpdateOutcome.Unknown ? result.Detail : $"The name server {_target.Server} said yes, and does not show it. {outcome.Fault}");
            }

            await Task.Delay(pause, _clock, cancellation);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    private async Task<ZoneOutcome> IsSoAsync(DomainName name, ushort type, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellation)
    {
        LookupAnswer answer = await _exchange.LookUpAsync(name, type, cancellation);
        if (!answer.IsAnswer)
        {
            return new ZoneOutcome(false, $"It could not be read back: {string.Join(" ", answer.Attempts)}");
        }

        HashSet<string> there = [.. answer.Data.Select(d => Convert.ToHexString(d.Span))];
        return there.SetEquals(records.Select(r => Convert.ToHexString(r.Span)))
            ? new ZoneOutcome(true)
            : new ZoneOutcome(false, there.Count == 0 ? "There is nothing at the name." : "Other records stand at the name: an older set, or somebody else publishes there too.");
    }

    private static TsigKey Key(string name, PublishingOptions options) => options.TsigKeys.TryGetValue(name, out string? file)
        ? TsigKey.Parse(File.ReadAllText(file))
        : throw new RefusedException(Refusal.NotReady, $"The settings name no TSIG key '{name}' (Publishing:TsigKeys:{name}).");
}
