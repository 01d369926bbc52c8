using System.Diagnostics;

namespace DigitalEmblem.Fuzz.Running;

/// <summary>Fuzzes without instrumentation and without afl++: fewer paths, but anywhere, and always the same inputs for a seed.</summary>
internal sealed class InProcessRun(FuzzTarget target, IReadOnlyList<(string Name, byte[] Bytes)> corpus)
{
    /// <summary>Inputs that were run.</summary>
    public long Executions { get; private set; }

    /// <summary>Runs every kept input.</summary>
    /// <returns>The first find, or null.</returns>
    public Find? Replay()
    {
        foreach ((_, byte[] bytes) in corpus)
        {
            // The first pass also initializes static members, so only the second is measured.
            if (Try(bytes, measured: false) is { } find || (find = Try(bytes, measured: true)) is not null)
            {
                return find;
            }
        }

        return null;
    }

    /// <summary>Runs inputs made from the corpus.</summary>
    /// <param name="seed">Which inputs.</param>
    /// <param name="runs">How many, at most.</param>
    /// <param name="time">How long, at most.</param>
    /// <returns>The first find, or null.</returns>
    public Find? Mutate(int seed, long runs, TimeSpan time)
    {
        var mutator = new Mutator([.. corpus.Select(c => c.Bytes)], target, seed);
        long start = Stopwatch.GetTimestamp();
        for (long i = 0; i < runs && ((i & 15) != 0 || Stopwatch.GetElapsedTime(start) < time); i++)
        {
            if (Try(mutator.Next(), measured: i >= 16) is { } find)
            {
                return find;
            }
        }

        return null;
    }

    private Find? Try(byte[] input, bool measured)
    {
        Executions++;
        try
        {
            target.RunOnce(input, measured);
            return null;
        }
#pragma warning disable CA1031 // The fuzzer looks for every exception that is thrown here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Find(target, input, e);
        }
    }
}
