using System.Globalization;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// Asks DNS over UDP with TCP, TCP, TLS or HTTPS. Only an answer to the very question counts: same id, same question, from the server that was asked; everything else is ignored until the time is up. A truncated answer is asked for
/// again over TCP, and a part of a set is never used.
/// </summary>
public sealed class DnsExchange : IDnsLookup, IAsyncDisposable
{
    private readonly DnsExchangeOptions _options;
    private readonly (DnsServer Server, DnsChannel Channel)[] _channels;
    private readonly SemaphoreSlim _places;

    /// <summary>An exchange with the given servers. Connections are made when they are needed.</summary>
    /// <param name="options">Servers, times and limits.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no server.</exception>
    public DnsExchange(DnsExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _channels = [.. options.Servers.Select(s => (s, DnsChannel.To(s, options)))];
        _places = new SemaphoreSlim(options.MaxConcurrency);
        Identity = string.Join(
            "; ",
            [
                .. options.Servers.Select(s => s.ToString()),
                options.AskAll ? "all must agree" : "the first that answers",
                options.TrustAuthenticData ? "AD believed" : "AD not believed",
                options.Roots is null ? "the system's roots" : $"the roots {string.Join(", ", options.Roots.Select(r => r.GetCertHashString(HashAlgorithmName.SHA256)))}",
            ]);
    }

    /// <summary>What the answers depend on beside the question: the servers, how they are asked, and what is believed of them. Only exchanges of the same identity may share answers.</summary>
    public string Identity { get; }

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _options.AskAll
                ? Agreed([.. await Task.WhenAll(_channels.Select(c => AskInTurnAsync([c], name, type, cancellation))).ConfigureAwait(false)])
                : await AskInTurnAsync(_channels, name, type, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach ((_, DnsChannel channel) in _channels)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }

        _places.Dispose();
    }

    /// <summary>What all servers say, if they say the same.</summary>
    private static LookupAnswer Agreed(LookupAnswer[] answers)
    {
        LookupAnswer first = answers[0];
        LookupAnswer? open = answers.FirstOrDefault(a => !a.IsAnswer);
        bool same = answers.All(a => a.Outcome == first.Outcome && Contents(a).SetEquals(Contents(first)));
        return (open ?? (same ? first : new LookupAnswer { Outcome = LookupOutcome.Disagreement })) with
        {
            Authenticated = open is null && same && answers.All(a => a.Authenticated),
            Attempts = [.. answers.SelectMany(a => a.Attempts)],
            Exposure = [.. answers.SelectMany(a => a.Exposure)],
        };
    }

    private static HashSet<string> Contents(LookupAnswer answer) => [.. answer.Data.Select(d => Convert.ToHexString(d.Span))];

    private async Task<LookupAnswer> AskInTurnAsync((DnsServer Server, DnsChannel Channel)[] channels, DomainName name, ushort type, CancellationToken cancellation)
    {
        var attempts = new List<string>();
        var exposure = new List<string>();
        LookupAnswer answer = new() { Outcome = LookupOutcome.TimedOut };
        for (int round = 0; round < _options.Rounds && !answer.IsAnswer; round++)
        {
            foreach ((DnsServer server, DnsChannel channel) in channels)
            {
                if (!exposure.Contains(server.Exposure))
                {
                    exposure.Add(server.Exposure);
                }

                answer = await AskOneAsync(channel, name, type, cancellation).ConfigureAwait(false);
                attempts.Add(string.Create(CultureInfo.InvariantCulture, $"{server}, type {type}: {answer.Outcome}"));
                if (answer.IsAnswer)
                {
                    break;
                }
            }
        }

        return answer with { Attempts = attempts, Exposure = exposure };
    }

    private async Task<LookupAnswer> AskOneAsync(DnsChannel channel, DomainName name, ushort type, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(_options.Timeout);
        try
        {
            DnsResponse response = await channel.AskAsync(name, type, time.Token).ConfigureAwait(false);
            return DnsAnswerReader.Read(response, name, type, _options.TrustAuthenticData);
        }
        catch (DnsChannelException e)
        {
            return new LookupAnswer { Outcome = e.Outcome };
        }
        catch (TokenFormatException)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Malformed };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new LookupAnswer { Outcome = LookupOutcome.TimedOut };
        }
    }
}
