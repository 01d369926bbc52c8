namespace DigitalEmblem.Fuzz.Running;

/// <summary>The inputs in the repository: valid ones to start from, and each earlier find, as a regression test.</summary>
internal static class KeptCorpus
{
    /// <summary>The inputs kept for a target, in the order of their names.</summary>
    /// <param name="folder">The folder <c>fuzz/corpus</c>.</param>
    /// <param name="target">The target.</param>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string folder, string target)
    {
        string own = Path.Combine(folder, target);
        return Directory.Exists(own)
            ? [.. Directory.GetFiles(own).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]
            : [];
    }

    /// <summary>The folder in the repository that holds the given path, or null.</summary>
    public static string? Find(string from)
    {
        for (DirectoryInfo? at = new(from); at is not null; at = at.Parent)
        {
            string corpus = Path.Combine(at.FullName, "fuzz", "corpus");
            if (Directory.Exists(corpus))
            {
                return corpus;
            }
        }

        return null;
    }
}
