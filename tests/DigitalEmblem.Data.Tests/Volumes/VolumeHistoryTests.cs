using DigitalEmblem.Data.Tests.Marking;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>
/// Any history of a volume, beside a small model of what was listed. If they differ, a check of backups cannot be relied on.
/// </summary>
public sealed class VolumeHistoryTests
{
    private static readonly string[] Paths = ["a", "b", "c", "c/x", "c/y", "d/e/f", "d/e", "é"];

    private static readonly DataMarkOptions Volume = MarkedTree.Options with { IsVolume = true };

    [Property(MaxTest = 3)]
    public async Task Any_history_is_told_as_the_model_says(int seed)
    {
        var random = new Random(seed);
        using var marked = new MarkedTree();
        Step(marked, random);
        Dictionary<string, string> listed = Disk(marked);
        Assert.Equal(1, (await marked.MarkAsync(Volume)).Generation!.Number);
        long generation = 1;
        for (int step = 0; step < 14; step++)
        {
            Step(marked, random);
            Dictionary<string, string> disk = Disk(marked);
            SortedSet<string> expected = Expected(disk, listed);
            (DataCheck check, List<CheckedEntry> entries) = await marked.CheckAsync();
            Assert.Equal(expected, new SortedSet<string>(entries.Select(e => $"{e.Standing} {e.Path}"), StringComparer.Ordinal));
            Assert.Equal(Outcome(expected), check.Outcome);
            Assert.Equal(generation, check.Volume!.Generation);
            if (random.Next(3) > 0)
            {
                continue;
            }

            string[] fresh = [.. disk.Keys.Where(p => expected.Contains($"New {p}") || expected.Contains($"Changed {p}"))];
            DataMarked next = await marked.UpdateAsync(MarkedTree.Options with { ReadsAll = random.Next(2) == 0 });
            generation += fresh.Length > 0 ? 1 : 0;
            Assert.Equal(new GenerationMarked(generation, fresh.Length == 0, fresh.Length), next.Generation);
            foreach (string path in fresh)
            {
                listed[path] = disk[path];
            }

            Assert.Equal(Outcome(Expected(disk, listed)), await marked.OutcomeAsync());
        }

        Assert.Equal(generation, Directory.GetFiles(marked.SignFolder, "*.manifest").Length);
        Assert.Equal(0, marked.Tree.OpenDescriptors);
    }

    // Writes, removes or empties something; a folder may take the place of a file, and the reverse.
    private static void Step(MarkedTree marked, Random random)
    {
        string path = Paths[random.Next(Paths.Length)], full = marked.At(path);
        switch (random.Next(4))
        {
            case 0:
                Delete(full);
                break;
            case 1:
                MakeRoom(marked, path);
                Directory.CreateDirectory(full);
                break;
            default:
                MakeRoom(marked, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, $"content {random.Next(3)}");
                break;
        }
    }

    private static void MakeRoom(MarkedTree marked, string path)
    {
        for (int end = path.IndexOf('/', StringComparison.Ordinal); end > 0; end = path.IndexOf('/', end + 1))
        {
            Delete(marked.At(path[..end]));
        }

        if (Directory.Exists(marked.At(path)))
        {
            Directory.Delete(marked.At(path), true);
        }

        Delete(marked.At(path));
    }

    private static void Delete(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    // Files with their content, and empty folders with "".
    private static Dictionary<string, string> Disk(MarkedTree marked)
    {
        string Name(string path) => Path.GetRelativePath(marked.FullPath, path);
        var disk = Directory.GetFiles(marked.FullPath, "*", SearchOption.AllDirectories)
            .Where(f => !Name(f).StartsWith(".adem", StringComparison.Ordinal))
            .ToDictionary(Name, File.ReadAllText);
        foreach (string folder in Directory.GetDirectories(marked.FullPath, "*", SearchOption.AllDirectories))
        {
            if (Directory.GetFileSystemEntries(folder).Length == 0)
            {
                disk.Add(Name(folder), "");
            }
        }

        return disk;
    }

    private static SortedSet<string> Expected(Dictionary<string, string> disk, Dictionary<string, string> listed)
    {
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        foreach ((string path, string there) in disk)
        {
            bool isKnown = listed.TryGetValue(path, out string? was), isFolder = there.Length == 0;
            bool isReplaced = isKnown && isFolder && was!.Length > 0;
            if (isKnown && !isReplaced)
            {
                expected.Add($"{(was == there ? "Covered" : "Changed")} {path}");
                continue;
            }

            if (isReplaced)
            {
                expected.Add($"NoLongerHeld {path}");
            }

            if (!isFolder || !listed.Keys.Any(l => l.StartsWith(path + "/", StringComparison.Ordinal)))
            {
                expected.Add($"New {path}");
            }
        }

        foreach ((string path, string was) in listed.Where(l => !disk.ContainsKey(l.Key)))
        {
            bool isFilled = was.Length == 0 && disk.Keys.Any(d => d.StartsWith(path + "/", StringComparison.Ordinal));
            expected.Add($"{(isFilled ? "Covered" : "NoLongerHeld")} {path}");
        }

        return expected;
    }

    private static DataOutcome Outcome(SortedSet<string> found)
    {
        bool Any(string standing) => found.Any(f => f.StartsWith(standing, StringComparison.Ordinal));
        return Any("New") || Any("Changed") || (!Any("Covered") && Any("NoLongerHeld")) ? DataOutcome.NotAccepted : DataOutcome.Marked;
    }
}
