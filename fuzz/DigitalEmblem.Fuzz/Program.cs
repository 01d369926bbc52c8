using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Fuzz;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.Fuzz.Targets;

const string Usage = """
    fuzz list                                  the targets
    fuzz run TARGET SECONDS [SEED] [FINDS]     in this process, without instrumentation; finds are written to a folder
    fuzz replay TARGET FILE...                 single inputs, with what they throw
    fuzz afl TARGET                            waits for afl++ to send inputs (fuzz/run.sh starts it)
    fuzz seeds FOLDER                          writes honest inputs for every target, from keys that are thrown away
    """;

switch (args)
{
    case ["list"]:
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            Console.WriteLine(target.Name);
        }

        return 0;

    case ["run", var name, var seconds, .. var rest] when FuzzTargets.Find(name) is { } target
        && int.TryParse(seconds, CultureInfo.InvariantCulture, out int limit):
        return Run(
            target,
            TimeSpan.FromSeconds(limit),
            rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : Environment.TickCount,
            rest.Length > 1 ? rest[1] : "finds");

    case ["replay", var name, .. var files] when FuzzTargets.Find(name) is { } target:
        foreach (string file in files)
        {
            target.RunOnce(File.ReadAllBytes(file), measured: false);
            target.RunOnce(File.ReadAllBytes(file));
            Console.WriteLine($"{file}: nothing found");
        }

        return 0;

    case ["afl", var name]:
        // Run none of our code before SharpFuzz, not even a static initializer: instrumented code writes to memory that SharpFuzz maps.
        FuzzTarget? found = null;
        int warm = 0;
        SharpFuzz.Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            found ??= FuzzTargets.Find(name)!;
            if (input.Length <= found.MaxLength)
            {
                found.RunOnce(input.ToArray(), measured: warm++ > 64);
            }
        });
        return 0;

    case ["seeds", var folder]:
        Seeds.Write(folder);
        return 0;

    default:
        Console.Error.WriteLine(Usage);
        return 64;
}

static int Run(FuzzTarget target, TimeSpan limit, int seed, string finds)
{
    string corpus = KeptCorpus.Find(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException("fuzz/corpus is not found: run this below the repository.");
    long start = Stopwatch.GetTimestamp();
    long executions = 0;
    int found = 0;
    var seen = new HashSet<string>(StringComparer.Ordinal);
    for (int round = 0; round == 0 || Stopwatch.GetElapsedTime(start) < limit; round++)
    {
        var run = new InProcessRun(target, KeptCorpus.Of(corpus, target.Name));
        Find? find = (round == 0 ? run.Replay() : null)
            ?? run.Mutate(unchecked(seed + round), long.MaxValue, limit - Stopwatch.GetElapsedTime(start));
        executions += run.Executions;

        // Report only one find for each place that throws, because further ones have the same cause.
        if (find is not null && seen.Add(find.Exception.GetType().Name + find.Exception.StackTrace?.Split('\n').Skip(1).FirstOrDefault()))
        {
            found++;
            Console.WriteLine($"FOUND, kept in {find.Keep(finds)}\n{find}");
        }
    }

    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {executions} executions, {executions / seconds:F0} a second, {found} finds (seed {seed})"));
    return found == 0 ? 0 : 1;
}
