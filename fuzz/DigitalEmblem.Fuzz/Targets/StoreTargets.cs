using DigitalEmblem.Cli;
using DigitalEmblem.Cli.Scanning;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Files that this product keeps; an attacker may have replaced them.</summary>
internal static class StoreTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("scan-state", ScanStates)
        {
            Words = Text.Words("\"scanState\":1", "\"counts\":{", "\"line\":", "-1", "1e400", "null"),
            BaseBytes = 256 << 10
        },
        new("roots-db", CommitmentStores)
        {
            Words = Text.Words("SQLite format 3\0", "CREATE VIEW commitments AS ", "commitments"),
            MaxLength = 64 << 10,
            BaseBytes = 4 << 20
        },
        new("scan-lines", ScanLines)
        {
            MaxLength = 64 << 10,
            BaseBytes = 512 << 10,
            Words = Text.Words("\n", "\r\n", "\0", "\ufeff", "https://", ",")
        },
    ];

    private static void ScanStates(ReadOnlyMemory<byte> input) => InFile(input, file =>
    {
        try
        {
            if (ScanState.Read(file) is { } state)
            {
                state.Write(file, FuzzContext.Of());
                Invariant.Equal(state.Line, ScanState.Read(file)!.Line, "the state of a scan");
            }
        }
        catch (UsageException)
        {
            // The reader documents this exception.
        }
    });

    private static void CommitmentStores(ReadOnlyMemory<byte> input) => InFile(input, file =>
    {
        try
        {
            using CommitmentStore store = CommitmentStore.Open(file);
            store.List();
        }
        catch (IOException e)
        {
            Invariant.Harmless(e.Message, "why a store is none");
        }
    });

    private static void ScanLines(ReadOnlyMemory<byte> input)
    {
        var reader = new LineReader(new MemoryStream(input.ToArray()));
        int lines = 0;
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } line)
        {
            Invariant.Holds(line.Length <= 4096, "a line that is not bounded");
            lines++;
        }

        Invariant.Holds(lines <= input.Length + 1, "more lines than octets");
    }

    private static void InFile(ReadOnlyMemory<byte> input, Action<string> run)
    {
        string folder = Directory.CreateTempSubdirectory("emblem-fuzz-").FullName;
        try
        {
            string file = Path.Combine(folder, "input");
            File.WriteAllBytes(file, input.Span);
            run(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
