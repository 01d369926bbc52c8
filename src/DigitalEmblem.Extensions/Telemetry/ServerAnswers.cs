using System.Collections.Concurrent;
using DigitalEmblem.Discovery;

namespace DigitalEmblem.Extensions;

/// <summary>
/// How often in a row each server gave no answer; for the health check. A server that refuses, or says that it failed, is there and
/// answers. Safe for concurrent use.
/// </summary>
internal sealed class ServerAnswers(IReadOnlyList<DnsServer> servers)
{
    private readonly ConcurrentDictionary<DnsServer, int> _silent = new();
    private int _left;

    /// <summary>How many servers there are.</summary>
    public int Count => servers.Count;

    /// <summary>How many servers gave no answer the last times that they were asked.</summary>
    /// <param name="times">How often in a row.</param>
    public int Silent(int times) => servers.Count(s => _silent.GetValueOrDefault(s) >= times);

    /// <summary>How many look-ups in a row were given up by their callers before a server answered.</summary>
    public int Left => Volatile.Read(ref _left);

    /// <summary>A look-up was given up by its caller.</summary>
    public void NoteLeft() => Interlocked.Increment(ref _left);

    /// <summary>A look-up ended.</summary>
    public void Note(IEnumerable<(DnsServer Server, ushort Type, LookupOutcome Outcome, string? Reason)> attempts)
    {
        Volatile.Write(ref _left, 0);
        // Several attempts of one look-up count once, because they end by the same fault.
        foreach (IGrouping<DnsServer, LookupOutcome> server in attempts.GroupBy(a => a.Server, a => a.Outcome))
        {
            bool heard = server.Any(o => o is not (LookupOutcome.TimedOut or LookupOutcome.Unreachable or LookupOutcome.OutOfResources));
            _silent.AddOrUpdate(server.Key, heard ? 0 : 1, (_, times) => heard ? 0 : times + 1);
        }
    }
}
