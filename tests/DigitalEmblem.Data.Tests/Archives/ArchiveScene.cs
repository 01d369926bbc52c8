using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>A folder with archives that other programs made, and our marker and checker.</summary>
internal sealed class ArchiveScene : IDisposable
{
    private readonly TestTree _tree = new();

    public string Folder => _tree.FullPath;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>A folder with files, links, an empty folder, and names that are long or no ASCII.</summary>
    public string Tree()
    {
        string tree = PathOf("tree");
        Directory.CreateDirectory(Path.Combine(tree, "folder/empty"));
        File.WriteAllText(Path.Combine(tree, "a.txt"), "content of a");
        File.WriteAllText(Path.Combine(tree, "folder/b.txt"), string.Concat(Enumerable.Repeat("content of b ", 5000)));
        File.WriteAllText(Path.Combine(tree, "folder.txt"), "");
        File.WriteAllText(Path.Combine(tree, "Grüße " + new string('n', 150)), "content of a long name");
        File.CreateSymbolicLink(Path.Combine(tree, "folder/link"), "../a.txt");
        return tree;
    }

    /// <summary>Runs a program in the folder and fails if it does.</summary>
    public string Run(params string[] line)
    {
        const string Script = "export LC_ALL=C.UTF-8; cd \"$1\" && shift && \"$@\" 2>&1 && echo DONE";
        string output = TestTree.Run("sh", ["-c", Script, "sh", Folder, .. line]);
        return output.TrimEnd().EndsWith("DONE", StringComparison.Ordinal)
            ? output
            : throw new InvalidOperationException(string.Join(' ', line) + ": " + output);
    }

    public string Python(string code) => Run("python3", "-c", code);

    public DataMarked Mark(string name, string to, DataMarkOptions? options = null) =>
        new ArchiveMarker(DataScene.Signer(), new StoppedClock())
            .MarkAsync(PathOf(name), PathOf(to), options ?? new DataMarkOptions { Lifetime = DataScene.Lifetime }).GetAwaiter().GetResult();

    public (DataCheck Check, List<CheckedEntry> Entries) Check(string name, bool allowsNew = false, TrustPolicy? policy = null)
    {
        List<CheckedEntry> entries = [];
        DataCheck check = ArchiveChecker.CheckAsync(
            PathOf(name),
            new DataCheckOptions
            {
                Policy = policy ?? TrustPolicy.Default,
                Evidence = HeldEvidence.AssumeCommittedUnsafe,
                At = TestTokens.Now.AddHours(1),
                AllowsNew = allowsNew,
            },
            entries.Add).GetAwaiter().GetResult();
        return (check, entries);
    }

    public void Dispose() => _tree.Dispose();

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestTokens.Now;
    }
}
