using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>How often each server was asked in a round, and how often in vain. Safe for concurrent use.</summary>
internal sealed class AnswerTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Asked, int InVain, string Last)> _servers = [];

    public void Count(string server, LookupAnswer answer)
    {
        lock (_gate)
        {
            (int asked, int inVain, string last) = _servers.GetValueOrDefault(server, (0, 0, ""));
            _servers[server] = answer.IsAnswer ? (asked + 1, inVain, last) : (asked + 1, inVain + 1, answer.Attempts is [.., var why] ? why : answer.Outcome.ToString());
        }
    }

    /// <summary>The servers that gave no answer to at least a tenth of what they were asked.</summary>
    public IReadOnlyList<AlertFinding> Findings()
    {
        lock (_gate)
        {
            return [.. _servers.Where(s => s.Value.InVain > 0 && s.Value.InVain * 10L >= s.Value.Asked).Select(s => new AlertFinding(
                AlertKind.CouldNotLook,
                s.Key,
                $"It cannot be found out what your names show: {s.Key} gave no answer to {s.Value.InVain} of {s.Value.Asked} questions (the last: {s.Value.Last}). That says nothing about the emblems themselves. See whether it runs, and whether this machine reaches it."))];
        }
    }
}
