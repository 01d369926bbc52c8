using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Looks in a sign's folder for manifests of generations that are not of the chain (data-emblem, volume). What it finds changes no outcome,
/// because a stranger may have put it there.
/// </summary>
internal static class OtherGenerations
{
    private const int Shown = 16;

    /// <summary>Looks at them.</summary>
    /// <param name="folder">The folder <c>.adem</c>.</param>
    /// <param name="chain">The chain of the sign.</param>
    /// <param name="next">The root of the generation that was put after it; null for none.</param>
    /// <returns>The first ones, and how many more there are, or were not looked at.</returns>
    public static (ValueList<OtherGeneration> Others, long More) Find(Folder folder, VolumeChain chain, DataRoot? next = null)
    {
        HashSet<string> own = [.. chain.Generations.Select(g => g.Root.ManifestFileName)];
        if (next is not null)
        {
            own.Add(next.ManifestFileName);
        }

        List<OtherGeneration> others = [];
        long more = 0, looked = 0;
        foreach (string name in Manifests(folder).Where(n => !own.Contains(n)))
        {
            OtherGeneration? other = ++looked > DataLimits.MaxOtherManifests ? null : Of(folder, name, chain, next);
            if (other is not null && others.Count < Shown)
            {
                others.Add(other);
            }
            else if (other is not null || looked > DataLimits.MaxOtherManifests)
            {
                more++;
            }
        }

        return (ValueList.From(others.OrderBy(o => o.Generation)), more);
    }

    /// <summary>The names of manifests in a sign's folder; none if it cannot be read.</summary>
    public static IEnumerable<string> Manifests(Folder folder)
    {
        using NameList names = new(DataLimits.MaxBundleBytes);
        if (!folder.Read(names).IsNone)
        {
            yield break;
        }

        names.Complete();
        while (Next(names) is { } name)
        {
            if (name.Length > 0)
            {
                yield return name;
            }
        }
    }

    /// <summary>The manifest behind a name if it is one of a generation, whatever vouches for it; else null.</summary>
    public static Generation? Read(Folder folder, string name)
    {
        try
        {
            _ = OpenFileStream.TryOpen(folder, Encoding.Latin1.GetBytes(name), out OpenFileStream? stream, out _);
            using (stream)
            {
                ManifestReader? manifest = stream is null ? null : ManifestReader.OpenUnnamed(stream);
                return manifest is { Head.Terms.Kind: DataKind.Volume } ? new Generation(manifest.Root, manifest.Head) : null;
            }
        }
        catch (DataFormatException)
        {
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static OtherGeneration? Of(Folder folder, string name, VolumeChain chain, DataRoot? next)
    {
        if (Read(folder, name) is not { } other || other.Number < chain.Oldest.Number)
        {
            return null;
        }

        // The numbers of a chain descend by one.
        long back = chain.Newest.Number - other.Number;
        DataRoot? own = back == -1 ? next : back < 0 ? null : chain.Generations[(int)back].Root;
        return own == other.Root ? null : new OtherGeneration(other.Number, other.Root, own);
    }

    // Empty for a name that is no manifest's, null after the last one.
    private static string? Next(NameList names) => !names.TryNext(out ReadOnlySpan<byte> name, out _) ? null
        : SignNames.IsManifest(name) ? Encoding.Latin1.GetString(name)
        : "";
}
