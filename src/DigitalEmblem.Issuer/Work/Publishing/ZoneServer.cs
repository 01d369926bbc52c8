using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone whose name server takes updates. The records of a name are replaced by one message and then read back: the server's answer to the
/// update is not enough.
/// </summary>
internal sealed class ZoneServer : IZone
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    private readonly PublicationTarget _target;
    private readonly DnsUpdateClient _client;
    private readonly DnsExchange _exchange;
    private readonly PublishingOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>For a target; connects when it is used.</summary>
    /// <exception cref="RefusedException">Its TSIG key is not configured, or cannot be read.</exception>
    public ZoneServer(PublicationTarget target, PublishingOptions options, TimeProvider clock)
    {
        _target = target;
        _options = options;
        _clock = clock;
        IPEndPoint server = IPEndPoint.Parse(target.Server!);
        _client = new DnsUpdateClient(server, target.TsigKey is null ? null : NamedTsigKeys.Read(target.TsigKey, options.TsigKeys),
            options.Timeout, clock);
        _exchange = new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(server, tcpOnly: true)],
            Authoritative = true,
            Timeout = options.Timeout,
            Rounds = 1,
            MaxConcurrency = 64,
        });
    }

    /// <inheritdoc/>
    public async Task<ZoneOutcome> BringAboutAsync(
        DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellationToken)
    {
        var type = (ushort)_options.IhleType;
        // A name server says yes to records at an alias and does nothing, so look before the first update as well.
        if (lookFirst || records.Count > 0)
        {
            ZoneOutcome there = ZoneOutcome.Of(name, await _exchange.LookUpAsync(name, type, cancellationToken), records);
            if (there.IsAlias || (lookFirst && there.Seen))
            {
                return there;
            }
        }

        return await ChangeAsync(name, type, records, _target.Ttl, cancellationToken);
    }

    /// <summary>Puts records of any type in place of those at a name, and reads them back.</summary>
    public async Task<ZoneOutcome> ChangeAsync(
        DomainName name, ushort type, IReadOnlyList<ReadOnlyMemory<byte>> records, int ttl, CancellationToken cancellationToken)
    {
        DnsUpdateResult result;
        try
        {
            var update = new DnsUpdate(_target.Zone);
            result = await _client.SendAsync(
                records.Count == 0 ? update.Delete(name, type) : update.Replace(name, type, ttl, records), cancellationToken);
        }
        catch (ArgumentException e)
        {
            return new ZoneOutcome(false, $"The update cannot be made: {e.Message}");
        }

        if (result.Outcome is not (DnsUpdateOutcome.Done or DnsUpdateOutcome.Unknown))
        {
            return new ZoneOutcome(false, result.Detail, result.Outcome == DnsUpdateOutcome.NotReached);
        }

        long start = _clock.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            ZoneOutcome outcome = ZoneOutcome.Of(name, await _exchange.LookUpAsync(name, type, cancellationToken), records);
            if (outcome.Seen || outcome.IsAlias)
            {
                return outcome;
            }

            if (_clock.GetElapsedTime(start) + pause > _options.ReadBack)
            {
                return result.Outcome == DnsUpdateOutcome.Unknown
                    ? new ZoneOutcome(false, result.Detail, IsServerAtFault: result.ResponseCode is null)
                    : outcome with
                    {
                        Fault = $"The name server {_target.Server} said yes, and does not show it. {outcome.Fault}",
                    };
            }

            await Task.Delay(pause, _clock, cancellationToken);
        }
    }

    /// <summary>The answer of the server itself.</summary>
    public Task<LookupAnswer> ReadAsync(DomainName name, ushort type, CancellationToken cancellationToken) =>
        _exchange.LookUpAsync(name, type, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _exchange.DisposeAsync();
}
