using DigitalEmblem.Data.Tests.Marking;

namespace DigitalEmblem.Data.Tests.Volumes;

/// <summary>A folder that is a volume of three generations: a and b; c; b as it was changed.</summary>
internal static class VolumeTree
{
    public static readonly DataMarkOptions Options = MarkedTree.Options with { IsVolume = true };

    public static async Task<MarkedTree> MakeAsync()
    {
        var marked = new MarkedTree();
        marked.Tree.AddFile("a", "first a").AddFile("b", "first b");
        await marked.MarkAsync(Options);
        marked.Tree.AddFile("c");
        await marked.UpdateAsync();
        File.WriteAllText(marked.At("b"), "second b");
        await marked.UpdateAsync();
        return marked;
    }

    /// <summary>The manifests by the number of their generation.</summary>
    public static SortedDictionary<long, string> Manifests(this MarkedTree marked)
    {
        SortedDictionary<long, string> manifests = [];
        foreach (string file in Directory.GetFiles(marked.SignFolder, "*.manifest"))
        {
            using FileStream stream = File.OpenRead(file);
            manifests.Add(ManifestReader.OpenUnnamed(stream).Head.Terms.Generation!.Value, file);
        }

        return manifests;
    }
}
