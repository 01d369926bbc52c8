using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Asks DNS over UDP with TCP, TCP, TLS or HTTPS. Only an answer to the very question counts: same id, same question, from the server that
/// was asked; everything else is ignored until the time is up. A truncated answer is asked for again over TCP, and a part of a set is never
/// used. A server that was silent lately is asked after the others.
/// </summary>
public sealed class DnsExchange : IDnsLookup, IAsyncDisposable
{
    // A resolver whose queue is full answers SERVFAIL, or nothing, until the queue is shorter. If it still does so after a pause, that
    // pause was too short, so each pause is longer than the last one by this much.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly DnsExchangeOptions _options;
    private readonly AskedServer[] _servers;
    private readonly RateLimit? _rate;
    private readonly ServerNotes _notes = new();

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
                options.Roots is null
                    ? "the system's roots"
                    : $"the roots {string.Join(", ", options.Roots.Select(r => r.GetCertHashString(HashAlgorithmName.SHA256)))}",
            ]);
        _servers = [.. options.Servers.Select(s => new AskedServer(s, options, _notes))];
        _rate = options.QuestionsPerSecond is { } perSecond ? new RateLimit(perSecond, TimeProvider.System) : null;
    }

    /// <summary>
    /// Names the servers, how they are asked, and whether their AD flag is trusted. The same question can have other answers under
    /// another identity, so only exchanges of the same identity may share a cache.
    /// </summary>
    public string Identity { get; }

    /// <summary>What was noticed of the servers so far and holds for every question to them, in words: each once.</summary>
    public IReadOnlyList<string> Notes => _notes.All;

    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _options.AskAll ? AskAllAsync(name, type, cancellationToken) : AskInTurnAsync(_servers, name, type, cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (AskedServer server in _servers)
        {
            await server.Channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<LookupAnswer> AskAllAsync(DomainName name, ushort type, CancellationToken cancellationToken) =>
        Agreed(await Task.WhenAll(_servers.Select(s => AskInTurnAsync([s], name, type, cancellationToken))).ConfigureAwait(false));

    /// <summary>What all servers say, if they say the same.</summary>
    private static LookupAnswer Agreed(LookupAnswer[] answers)
    {
        LookupAnswer first = answers[0];
        LookupAnswer? open = answers.FirstOrDefault(a => !a.IsAnswer);
        bool same = answers.All(a => a.Outcome == first.Outcome && Contents(a).SetEquals(Contents(first)));
        return (open ?? (same ? first : new LookupAnswer { Outcome = LookupOutcome.Disagreement })) with
        {
            Authenticated = open is null && same && answers.All(a => a.Authenticated),
            // An answer must not be kept for longer than the shortest time to live that a server gave.
            TimeToLive = open is null && same ? answers.Min(a => a.TimeToLive) : null,
            Attempts = new AttemptsInWords([.. answers.SelectMany(a => ((AttemptsInWords)a.Attempts).All)]),
            Exposure = [.. answers.SelectMany(a => a.Exposure)],
        };
    }

    private static HashSet<string> Contents(LookupAnswer answer) => [.. answer.Data.Select(d => Convert.ToHexString(d.Span))];

    private async Task<LookupAnswer> AskInTurnAsync(
        AskedServer[] servers, DomainName name, ushort type, CancellationToken cancellationToken)
    {
        // Hardly any attempts of a scan are read, so they are put into words only when they are read.
        AskedServer first = servers.Length == 1 ? servers[0] : Next(servers);
        LookupAnswer? answer = await AskOneAsync(first, servers, name, type, edns: true, cancellationToken).ConfigureAwait(false);
        return answer is { IsAnswer: true }
            ? answer with { Attempts = new AttemptsInWords([(first.Server, type, answer.Outcome, null)]), Exposure = first.Exposure }
            : await AskFurtherAsync(servers, first, answer, name, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks through all servers and rounds after the first server brought no answer.</summary>
    private async Task<LookupAnswer> AskFurtherAsync(
        AskedServer[] servers, AskedServer server, LookupAnswer? answer, DomainName name, ushort type, CancellationToken cancellationToken)
    {
        var attempts = new List<(DnsServer, ushort, LookupOutcome, string?)>();
        var exposure = new List<string>();
        var withoutEdns = new HashSet<AskedServer>();
        LookupAnswer last = answer ?? new LookupAnswer { Outcome = LookupOutcome.TimedOut };
        for (int round = 0; round < _options.Rounds; round++)
        {
            if (round > 0 && (_options.Bulk || last.Outcome == LookupOutcome.OutOfResources))
            {
                // A server that fails under the load of many questions needs time, and so does this computer if it lacks resources. A few
                // questions are no load, so they are asked again at once.
                await Task.Delay(FirstPause * round, cancellationToken).ConfigureAwait(false);
            }

            List<AskedServer> left = [.. servers];
            while (left.Count > 0)
            {
                if (answer is null)
                {
                    server = Next(left);
                    answer = await AskOneAsync(server, left, name, type, !withoutEdns.Contains(server), cancellationToken).ConfigureAwait(
                        false);
                }

                if (answer is null)
                {
                    continue;
                }

                attempts.Add((server.Server, type, answer.Outcome, answer.Reason));
                exposure.AddRange(server.Exposure);
                (last, answer) = (answer, null);
                if (last.IsAnswer)
                {
                    return Told(last);
                }

                // Ask each server once more without EDNS, and without EDNS also in the rounds that follow.
                if (!(last.MayBeAboutEdns && withoutEdns.Add(server)))
                {
                    left.Remove(server);
                }
            }
        }

        return Told(last);

        LookupAnswer Told(LookupAnswer told) => told with { Attempts = new AttemptsInWords(attempts), Exposure = [.. exposure.Distinct()] };
    }

    /// <summary>The first server that was not silent lately; else the first.</summary>
    private static AskedServer Next(IReadOnlyList<AskedServer> servers)
    {
        for (int i = 0; i < servers.Count; i++)
        {
            if (!servers[i].Health.ComesLast())
            {
                return servers[i];
            }
        }

        return servers[0];
    }

    /// <summary>Asks one server once.</summary>
    /// <returns>
    /// The answer; null if the server fell silent while this question waited for its turn, and another can be asked first.
    /// </returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LookupAnswer?> AskOneAsync(
        AskedServer server, IReadOnlyList<AskedServer> choice, DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        bool wasSilent = server.Health.WasSilent;
        await server.Places.TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!wasSilent && choice.Count > 1 && server.Health.WasSilent && choice.Any(s => !s.Health.WasSilent))
        {
            server.Places.GiveBackUnused();
            return null;
        }

        bool answered = false;
        try
        {
            await PaceAsync(cancellationToken).ConfigureAwait(false);
            long asked = _servers.Length > 1 ? server.Health.Now() : 0;
            LookupAnswer answer = await AskAsync(server, name, type, edns, cancellationToken).ConfigureAwait(false);
            if (answer.Open is not null)
            {
                answer = await AskOnAsync(server, answer, type, edns, cancellationToken).ConfigureAwait(false);
            }

            answered = answer.Outcome is not (LookupOutcome.ServerFailure or LookupOutcome.Refused or LookupOutcome.TimedOut
                or LookupOutcome.Unreachable or LookupOutcome.OutOfResources);
            if (_servers.Length > 1 && !_options.AskAll)
            {
                Note(server, asked, answer.Outcome);
            }

            return answer;
        }
        finally
        {
            server.Places.GiveBack(answered);
        }
    }

    /// <summary>Asks about the end of aliases that a server left open.</summary>
    private ValueTask<LookupAnswer> AskOnAsync(
        AskedServer server, LookupAnswer answer, ushort type, bool edns, CancellationToken cancellationToken) =>
        OpenAliases.FollowAsync(answer, async end =>
        {
            await PaceAsync(cancellationToken).ConfigureAwait(false);
            return await AskAsync(server, end, type, edns, cancellationToken).ConfigureAwait(false);
        });

    /// <summary>Waits until another question may be asked.</summary>
    private Task PaceAsync(CancellationToken cancellationToken) => _rate?.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>One question and its answer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LookupAnswer> AskAsync(
        AskedServer server, DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        DnsReply reply = await server.Channel.AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false);
        if (reply.Response is not { } response)
        {
            return new LookupAnswer { Outcome = reply.Failure, Reason = reply.Reason };
        }

        LookupAnswer answer = DnsAnswerReader.Read(response, name, type, _options.TrustAuthenticData, _options.Authoritative);
        return !answer.IsAnswer && DnsCode.MayBeAboutEdns(response.Code)
            ? answer with { MayBeAboutEdns = edns, Reason = edns ? answer.Reason : $"{answer.Reason}, also without EDNS" }
            : answer;
    }

    private void Note(AskedServer server, long asked, LookupOutcome outcome)
    {
        if (outcome != LookupOutcome.OutOfResources
            && server.Health.Ended(asked, heard: outcome is not (LookupOutcome.TimedOut or LookupOutcome.Unreachable)))
        {
            _notes.Add($"{server.Server} did not answer: it is asked after the other servers for a while.");
        }
    }
}
