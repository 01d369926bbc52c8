using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Tests.Marking;

/// <summary>A folder that the society marks and anyone checks.</summary>
internal sealed class MarkedTree : IDisposable
{
    public static readonly DataMarkOptions Options = new() { Lifetime = DataScene.Lifetime };

    public static readonly DataCheckOptions CheckOptions =
        new() { Evidence = HeldEvidence.AssumeCommittedUnsafe, At = TestTokens.Now.AddHours(1) };

    public MarkedTree(bool inMemory = true) => Tree = new TestTree(inMemory);

    public TestTree Tree { get; }

    public string FullPath => Tree.FullPath;

    public string SignFolder => At(".adem");

    public string SignPath => At(".adem/emblem");

    public string ManifestPath => Directory.GetFiles(SignFolder, "*.manifest").Single();

    public static DataMarker Marker(Action<MarkStep>? hook = null, DataSigner? signer = null) =>
        new(signer ?? DataScene.Signer(), new SettableClock(TestTokens.Now)) { Hook = hook };

    /// <summary>Files of some bytes each, in ten folders.</summary>
    public MarkedTree AddFiles(int count)
    {
        for (int i = 0; i < count; i++)
        {
            string folder = At($"d{i % 10}");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"f{i}.txt"), $"content {i}");
        }

        return this;
    }

    public Task<DataMarked> MarkAsync(DataMarkOptions? options = null) => Marker().MarkAsync(FullPath, options ?? Options);

    public Task<DataMarked> UpdateAsync(DataMarkOptions? options = null) => Marker().UpdateAsync(FullPath, options ?? Options);

    public Task<(DataCheck Check, List<CheckedEntry> Entries)> CheckAsync(DataCheckOptions? options = null) =>
        CheckAsync(FullPath, options);

    public static async Task<(DataCheck Check, List<CheckedEntry> Entries)> CheckAsync(string path, DataCheckOptions? options = null)
    {
        List<CheckedEntry> entries = [];
        DataCheck check = await DataChecker.CheckAsync(path, options ?? CheckOptions, entries.Add);
        return (check, entries);
    }

    /// <summary>What differs, as "Standing path", in the order in which it was found.</summary>
    public async Task<string[]> DifferencesAsync(DataCheckOptions? options = null)
    {
        (_, List<CheckedEntry> entries) = await CheckAsync(options);
        return [.. entries.Where(e => e.Standing != EntryStanding.Covered).Select(e => $"{e.Standing} {e.Path}")];
    }

    public async Task<DataOutcome> OutcomeAsync(DataCheckOptions? options = null) => (await CheckAsync(options)).Check.Outcome;

    public string At(string path) => Path.Combine(FullPath, path);

    public void Dispose() => Tree.Dispose();
}
