using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// The vectors that others wrote. The folder is <c>shared/corpora</c> in a directory above the test directory, or the one that the
/// environment variable <c>DIGITALEMBLEM_CORPORA</c> names. If the folder is absent, its tests are skipped. If only a file is missing, the
/// test fails.
/// </summary>
public static class Corpora
{
    /// <summary>The folder, or null.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of a file that must be there.</summary>
    public static string PathOf(string file)
    {
        string path = Path.Combine(Folder ?? throw new InvalidOperationException("Use [CorpusFact] or [CorpusTheory]."), file);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new FileNotFoundException($"The corpus is incomplete: {file} is missing.", path);
    }

    /// <summary>A file as JSON.</summary>
    public static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(PathOf(file))).RootElement;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_CORPORA") is { Length: > 0 } stated)
        {
            return Directory.Exists(stated) ? stated : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "corpora");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
