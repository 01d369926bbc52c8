using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// The vectors nobody here wrote. They are found by walking up from the test directory to <c>shared/corpora</c>, or
/// through the environment variable <c>DIGITALEMBLEM_CORPORA</c>. The folder absent: its tests count as skipped. A file
/// missing in a present folder: the test fails.
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
