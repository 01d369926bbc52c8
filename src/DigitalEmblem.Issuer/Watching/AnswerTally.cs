using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Counts the questions and the unanswered questions of each server in a round. Safe for concurrent use.</summary>
internal sealed class AnswerTally
{
    // After so many unanswered questions in a row a server is skipped for the rest of the round, since each question costs seconds.
    private const int SilentAfter = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Asked, int InVain, int InARow, string Last)> _servers = [];

    /// <summary>A server whose answers are counted. It is not asked any more once it counts as silent.</summary>
    public IDnsLookup Counting(string server, IDnsLookup lookup) => new CountedLookup(this, server, lookup);

    /// <summary>Findings for the servers that did not answer at least a tenth of their questions.</summary>
    public IReadOnlyList<AlertFinding> Findings()
    {
        lock (_gate)
        {
            return [.. _servers.Where(s => s.Value.InVain > 0 && s.Value.InVain * 10L >= s.Value.Asked).Select(s => new AlertFinding(
                AlertKind.CouldNotLook,
                s.Key,
                $"It cannot be found out what your names show: {s.Key} gave no answer to {s.Value.InVain} of {s.Value.Asked} questions "
                    + $"(the last: {s.Value.Last}). That says nothing about the emblems themselves. "
                    + $"See whether it runs, and whether this machine reaches it."))];
        }
    }

    private async Task<LookupAnswer> AskAsync(string server, Func<Task<LookupAnswer>> ask)
    {
        if (IsSilent(server))
        {
            return new LookupAnswer
            {
                Outcome = LookupOutcome.TimedOut,
                Attempts = [$"{server} did not answer before, and was not asked again in this round."],
            };
        }

        LookupAnswer answer = await ask();
        lock (_gate)
        {
            (int asked, int inVain, int inARow, string last) = _servers.GetValueOrDefault(server, (0, 0, 0, ""));
            _servers[server] = answer.IsAnswer
                ? (asked + 1, inVain, 0, last)
                : (asked + 1, inVain + 1, inARow + 1, answer.Attempts is [.., var why] ? why : answer.Outcome.ToString());
        }

        return answer;
    }

    private bool IsSilent(string server)
    {
        lock (_gate)
        {
            return _servers.TryGetValue(server, out var seen) && seen.InARow >= SilentAfter;
        }
    }

    private sealed class CountedLookup(AnswerTally tally, string server, IDnsLookup lookup) : IDnsLookup
    {
        public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken) =>
            tally.AskAsync(server, () => lookup.LookUpAsync(name, type, cancellationToken));
    }
}
