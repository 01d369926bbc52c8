using System.Text;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>Any single change of any tree is found as exactly that change.</summary>
public sealed class AnyChangeTests
{
    private static readonly string[] Names = ["a", "b", "A", "a-", "a.b", " ", "\n", "~", "ä", ".adem", "K", "\u001b[2J"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_single_change_is_found_as_exactly_that(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 20; round++)
        {
            using var marked = new MarkedTree();
            List<string> files = MakeTree(marked, random);
            await marked.MarkAsync();
            Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync());
            string expected = Change(marked, files[random.Next(files.Count)], random);
            Assert.Equal([expected], (await Raw(marked)).Distinct());
            (DataCheck check, _) = await marked.CheckAsync();
            Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
            await marked.UpdateAsync();
            Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync());
        }
    }

    [Fact]
    public async Task What_is_found_in_a_part_is_what_is_found_there_in_the_whole()
    {
        var random = new Random(3);
        for (int round = 0; round < 3; round++)
        {
            using var marked = new MarkedTree();
            List<string> files = MakeTree(marked, random);
            foreach (string sign in files.Where(f => f.Contains(".adem", StringComparison.Ordinal)))
            {
                // It would be in the place of a nearer sign.
                File.Delete(marked.At(sign));
            }

            files.RemoveAll(f => f.Contains(".adem", StringComparison.Ordinal));
            await marked.MarkAsync();
            for (int change = 0; change < 3 && files.Count > 0; change++)
            {
                int at = random.Next(files.Count);
                Change(marked, files[at], random);
                files.RemoveAt(at);
            }

            List<CheckedEntry> whole = (await marked.CheckAsync()).Entries;
            IEnumerable<string> parts = Directory.EnumerateFileSystemEntries(marked.FullPath, "*", SearchOption.AllDirectories)
                .Where(p => !p.Contains(".adem", StringComparison.Ordinal) && new FileInfo(p).LinkTarget is null);
            foreach (string part in parts)
            {
                byte[] path = Encoding.UTF8.GetBytes(Path.GetRelativePath(marked.FullPath, part));
                CheckedEntry[] expected =
                    [.. whole.Where(e => e.Path.Bytes.SequenceEqual(path) || EntryRules.IsBelow(e.Path.Bytes, path))];
                (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(part);
                Assert.Equal(expected.Select(Plain), entries.Select(Plain));
                Assert.Equal(
                    expected.All(e => e.Standing == EntryStanding.Covered) ? DataOutcome.Marked : DataOutcome.NotAccepted, check.Outcome);
            }
        }
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_and_the_reverse_are_found()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFile("file").AddFile("folder/inside").AddFolder("empty").AddLink("link", "file").AddPipe("pipe");
        await marked.MarkAsync();
        Assert.Equal(["NotCovered pipe"], await marked.DifferencesAsync());
        File.Delete(marked.At("file"));
        marked.Tree.AddFile("file/inside");
        Directory.Delete(marked.At("folder"), true);
        marked.Tree.AddFile("folder");
        Directory.Delete(marked.At("empty"));
        marked.Tree.AddLink("empty", "folder");
        File.Delete(marked.At("link"));
        marked.Tree.AddLink("link", "elsewhere");
        File.Delete(marked.At("pipe"));
        Assert.Equal(
            ["Changed empty", "Missing file", "New file/inside", "New folder", "Missing folder/inside", "Changed link", "NotCovered pipe"],
            await marked.DifferencesAsync());
    }

    [Fact]
    public async Task What_is_added_to_an_empty_folder_is_new_and_a_folder_that_became_empty_is_not()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddFolder("empty").AddFile("full/a").AddFile("full/b");
        await marked.MarkAsync();
        marked.Tree.AddFile("empty/x");
        Assert.Equal(["New empty/x"], await marked.DifferencesAsync());
        Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync(MarkedTree.CheckOptions with { AllowsNew = true }));
        File.Delete(marked.At("full/a"));
        File.Delete(marked.At("full/b"));
        Assert.Equal(["New empty/x", "Missing full/a", "Missing full/b"], await marked.DifferencesAsync());
    }

    [Fact]
    public async Task A_sign_folder_further_down_is_content()
    {
        using var inner = new MarkedTree();
        inner.AddFiles(3);
        await inner.MarkAsync();
        using var outer = new MarkedTree();
        TestTree.Run("cp", "-r", inner.FullPath, outer.At("inner"));
        outer.Tree.AddFile($"inner/{DataNotice.FileName}");
        await outer.MarkAsync();
        Assert.Equal(DataOutcome.Marked, await outer.OutcomeAsync());
        File.AppendAllText(outer.At($"inner/{DataNotice.FileName}"), "x");
        File.AppendAllText(outer.At("inner/.adem/state"), "x");
        Assert.Equal(["Changed inner/.adem/state", $"Changed inner/{DataNotice.FileName}"], await outer.DifferencesAsync());
    }

    // What is not listed is read only if its name could be a listed one in another form, so that its size may be known or not.
    private static CheckedEntry Plain(CheckedEntry entry) => entry.Standing == EntryStanding.New ? entry with { Size = 0 } : entry;

    private static List<string> MakeTree(MarkedTree marked, Random random)
    {
        List<string> files = [];
        int count = random.Next(2, 30);
        while (files.Count < count)
        {
            string path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Names[random.Next(Names.Length)]));
            bool isFree = !path.StartsWith(".adem", StringComparison.Ordinal) && !File.Exists(marked.At(path))
                && !Directory.Exists(marked.At(path)) && !files.Any(f => path.StartsWith(f + "/", StringComparison.Ordinal));
            if (isFree)
            {
                marked.Tree.AddFile(path, path);
                files.Add(path);
            }

            count -= isFree ? 0 : 1;
        }

        if (files.Count == 0)
        {
            marked.Tree.AddFile("only");
            files.Add("only");
        }

        return files;
    }

    private static string Change(MarkedTree marked, string path, Random random)
    {
        string full = marked.At(path);
        byte[] content = File.ReadAllBytes(full);
        switch (random.Next(5))
        {
            case 0:
                File.Delete(full);
                return $"Missing {path}";
            case 1:
                content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(full, content);
                return $"Changed {path}";
            case 2:
                File.WriteAllBytes(full, content[..^1]);
                return $"Changed {path}";
            case 3:
                File.Delete(full);
                File.CreateSymbolicLink(full, "target");
                return $"Changed {path}";
            default:
                string fresh = (path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : "") + "fresh";
                marked.Tree.AddFile(fresh);
                return $"New {fresh}";
        }
    }

    private static async Task<List<string>> Raw(MarkedTree marked)
    {
        (_, List<CheckedEntry> entries) = await marked.CheckAsync();
        return [.. entries.Where(e => e.Standing != EntryStanding.Covered)
            .Select(e => $"{e.Standing} {Encoding.UTF8.GetString(e.Path.Bytes)}")];
    }
}
