using System.Collections.Concurrent;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// A look-up that gives the answers of a test, and counts the questions, so that a test can show that a party was not asked.
/// </summary>
public sealed class CountingLookup(Func<DomainName, ushort, LookupAnswer> answer) : IDnsLookup
{
    private readonly ConcurrentQueue<string> _asked = new();

    public CountingLookup(LookupAnswer answer)
        : this((_, _) => answer)
    {
    }

    /// <summary>What is answered from now on.</summary>
    public Func<DomainName, ushort, LookupAnswer> Answer { get; set; } = answer;

    /// <summary>Each answer waits for this task, so that a test can have several questions under way at once.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Asked => _asked.Count;

    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        _asked.Enqueue($"{name} {type}");
        await Gate.WaitAsync(cancellationToken);
        return Answer(name, type) with { Attempts = ["the resolver was asked"], Exposure = ["The resolver learns of it."] };
    }
}
