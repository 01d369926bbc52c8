using System.Collections.Concurrent;
using Xunit;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>Folders whose files are old enough for an update to believe their times. They age together, as it takes seconds.</summary>
public sealed class AgedTrees : IAsyncLifetime
{
    /// <summary>A little longer than a file counts as young.</summary>
    internal static readonly TimeSpan Age = TimeSpan.FromSeconds(2.1);

    private const int Trees = 7;

    private readonly ConcurrentBag<MarkedTree> _trees = [.. Enumerable.Range(0, Trees).Select(_ => new MarkedTree().AddFiles(1000))];

    public Task InitializeAsync() => Task.Delay(Age);

    public Task DisposeAsync()
    {
        foreach (MarkedTree tree in _trees)
        {
            tree.Dispose();
        }

        return Task.CompletedTask;
    }

    internal MarkedTree Take() => _trees.TryTake(out MarkedTree? tree) ? tree : throw new InvalidOperationException("Make more trees.");
}
