using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// Asks DNS over UDP with TCP, TCP, TLS or HTTPS. Only an answer to the very question counts: same id, same question, from the server that was asked; everything else is ignored until the time is up. A truncated answer is asked for
/// again over TCP, and a part of a set is never used.
/// </summary>
public sealed class DnsExchange : IDnsLookup, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly DnsExchangeOptions _options;
    private readonly Asked[] _servers;
    private readonly RateLimit? _rate;

    /// <summary>An exchange with the given servers. Connections are made when they are needed.</summary>
    /// <param name="options">Servers, times and limits.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no server.</exception>
    public DnsExchange(DnsExchangeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        Identity = string.Join(
            "; ",
            [
                .. options.Servers.Select(s => s.ToString()),
                options.AskAll ? "all must agree" : "the first that answers",
                options.TrustAuthenticData ? "AD believed" : "AD not believed",
                .. options.Authoritative ? (string[])["authoritative answers only"] : [],
                options.Roots is null ? "the system's roots" : $"the roots {string.Join(", ", options.Roots.Select(r => r.GetCertHashString(HashAlgorithmName.SHA256)))}",
            ]);
        _servers = [.. options.Servers.Select(s => new Asked(s, options))];
        _rate = options.QuestionsPerSecond is { } perSecond ? new RateLimit(perSecond, TimeProvider.System) : null;
    }

    /// <summary>What the answers depend on beside the question: the servers, how they are asked, and what is believed of them. Only exchanges of the same identity may share answers.</summary>
    public string Identity { get; }

    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _options.AskAll ? AskAllAsync(name, type, cancellation) : AskInTurnAsync(_servers, name, type, cancellation);
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Asked server in _servers)
        {
            await server.Channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<LookupAnswer> AskAllAsync(DomainName name, ushort type, CancellationToken cancellation) =>
        Agreed(await Task.WhenAll(_servers.Select(s => AskInTurnAsync([s], name, type, cancellation))).ConfigureAwait(false));

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

    private async Task<LookupAnswer> AskInTurnAsync(Asked[] servers, DomainName name, ushort type, CancellationToken cancellation)
    {
        // Of a million answers nobody reads how they came about: one that came at once is told in words only when somebody does.
        LookupAnswer answer = await AskOneAsync(servers[0], name, type, cancellation).ConfigureAwait(false);
        if (answer.IsAnswer)
        {
            return answer with { Attempts = new AttemptsInWords([(servers[0].Server, type, answer.Outcome)]), Exposure = servers[0].Exposure };
        }

        var attempts = new List<(DnsServer, ushort, LookupOutcome)> { (servers[0].Server, type, answer.Outcome) };
        int asked = 1;
        for (int next = 1; next < _options.Rounds * servers.Length && !answer.IsAnswer; next++)
        {
            Asked server = servers[next % servers.Length];
            if (_options.Bulk && next % servers.Length == 0)
            {
                // A server that fails under the load does so still a moment later.
                await Task.Delay(FirstPause * (next / servers.Length), cancellation).ConfigureAwait(false);
            }

            answer = await AskOneAsync(server, name, type, cancellation).ConfigureAwait(false);
            attempts.Add((server.Server, type, answer.Outcome));
            asked = Math.Max(asked, Math.Min(next + 1, servers.Length));
        }

        return answer with { Attempts = new AttemptsInWords(attempts), Exposure = [.. servers.Take(asked).SelectMany(s => s.Exposure).Distinct()] };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LookupAnswer> AskOneAsync(Asked server, DomainName name, ushort type, CancellationToken cancellation)
    {
        await server.Places.TakeAsync(cancellation).ConfigureAwait(false);
        bool answered = false;
        try
        {
            if (_rate is not null)
            {
                await _rate.WaitAsync(cancellation).ConfigureAwait(false);
            }

            DnsReply reply = await server.Channel.AskAsync(name, type, cancellation).ConfigureAwait(false);
            LookupAnswer answer = reply.Response is { } response
                ? DnsAnswerReader.Read(response, name, type, _options.TrustAuthenticData, _options.Authoritative)
                : new LookupAnswer { Outcome = reply.Failure };
            answered = answer.Outcome is not (LookupOutcome.ServerFailure or LookupOutcome.Refused or LookupOutcome.TimedOut or LookupOutcome.Unreachable);
            return answer;
        }
        finally
        {
            server.Places.GiveBack(answered);
        }
    }

    /// <summary>A server with the way to it, the places before it, and who learns of a question to it.</summary>
    private sealed class Asked(DnsServer server, DnsExchangeOptions options)
    {
        public DnsServer Server { get; } = server;

        public DnsChannel Channel { get; } = DnsChannel.To(server, options);

        public Places Places { get; } = new(options.MaxConcurrency, adapts: options.Bulk);

        public string[] Exposure { get; } = [server.Exposure];
    }
}
