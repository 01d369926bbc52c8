using System.Diagnostics;
using System.Globalization;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Measures the goals in a way that works on a shared machine. BenchmarkDotNet measures one method for seconds and then the next, each in
/// its own process. On a shared host the processor's speed changes meanwhile, so a ratio of two such measurements depends on the other
/// work on the host. Here the methods of one comparison take turns every few milliseconds in one process, and the result is the median of
/// the ratios within a turn. It writes ratios only, without times and memory.
/// </summary>
internal static class Pairs
{
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures all comparisons and writes a table (Markdown).</summary>
    /// <param name="turns">How many turns; each gives one ratio.</param>
    /// <param name="only">What a comparison's name must begin with; empty for all.</param>
    /// <param name="output">The table's place.</param>
    public static void Write(int turns, string only, TextWriter output)
    {
        output.WriteLine("| What | Algorithm | set against | Ratio, median | quarter below | quarter above |");
        output.WriteLine("|----- |---------- |------------ |--------------:|--------------:|--------------:|");
        void Compare(
            string what, string limit, string algorithm, Action bare, params (string Name, Action Run)[] ours)
        {
            if (what.StartsWith(only, StringComparison.Ordinal))
            {
                Pairs.Compare(what, limit, algorithm, turns, output, bare, ours);
            }
        }

        foreach (string algorithm in (string[])["Ed25519", "ES256", "ES384", "ES512"])
        {
            var one = new VerifyOneToken { Algorithm = algorithm };
            one.Setup();
            Compare("One token, key at hand", "the bare check", algorithm, () => one.Bare(), ("", () => one.Token()));

            var set = new VerifyChainOfThree { Algorithm = algorithm };
            set.Setup();
            Compare(
                "A set of three never seen",
                "three bare imports and checks",
                algorithm,
                () => set.ThreeBareImportsAndChecks(),
                (", one by one", () => set.OneByOne()),
                (", side by side", () => set.SideBySide()));
            Compare(
                "A set of three never seen",
                "three bare imports, each with its first check",
                algorithm,
                () => set.ThreeBareImportsAndFirstChecks(),
                (", one by one", () => set.OneByOne()),
                (", side by side", () => set.SideBySide()));

            var emblem = new NewEmblemUnderKnownChain { Algorithm = algorithm };
            emblem.Setup();
            Compare("A new emblem under a known chain", "one bare check", algorithm, () => emblem.OneBareCheck(), (
                "", () => emblem.OneOfThem()));
        }

        var chains = new GatherHeldChains();
        chains.Setup();
        Compare("A commitment from a held chain, first", "three bare checks", "ES256", () => chains.ThreeBare(), (
            "", () => chains.First()));
        Compare("A commitment from a held chain, known", "one bare check", "ES256", () => chains.Bare(), (
            "", () => chains.Known()));
        chains.Cleanup();
    }

    private static void Compare(
        string what, string limit, string algorithm, int turns, TextWriter output, Action bare, params (string Name, Action Run)[] ours)
    {
        Action[] all = [bare, .. ours.Select(o => o.Run)];
        int[] repeats = [.. all.Select(method => Repeats(method, turns * Sample / 2))];
        var times = new double[all.Length];
        double[][] ratios = [.. ours.Select(_ => new double[turns])];
        for (int turn = 0; turn < turns; turn++)
        {
            // Rotate the order, so that each method runs after each other one equally often: a method affects the caches for the next.
            for (int i = 0; i < all.Length; i++)
            {
                int method = (turn + i) % all.Length;
                times[method] = Time(all[method], repeats[method]);
            }

            for (int i = 0; i < ours.Length; i++)
            {
                ratios[i][turn] = times[i + 1] / times[0];
            }
        }

        for (int i = 0; i < ours.Length; i++)
        {
            Array.Sort(ratios[i]);
            string Quantile(int quarter) => ratios[i][(turns - 1) * quarter / 4].ToString("0.000", CultureInfo.InvariantCulture);
            output.WriteLine($"| {what}{ours[i].Name} | {algorithm} | {limit} | {Quantile(2)} | {Quantile(1)} | {Quantile(3)} |");
        }
    }

    /// <summary>
    /// Runs the method half as long as it will be measured, so that it is compiled at its last tier, and returns how often it runs in one
    /// sample.
    /// </summary>
    private static int Repeats(Action method, TimeSpan warmup)
    {
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < warmup)
        {
            method();
            count++;
        }

        return (int)Math.Max(1, count * Sample / warmup);
    }

    /// <summary>Microseconds for one run, the mean of <paramref name="repeats"/>.</summary>
    private static double Time(Action method, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
        {
            method();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
    }
}
