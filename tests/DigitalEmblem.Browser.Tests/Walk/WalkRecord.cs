using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>What a walk found: the pages, their pictures in artifacts/pages, and every fault.</summary>
internal sealed class WalkRecord
{
    // While a page is written: looks at those pages only whose names match.
    private static readonly string? Only = Environment.GetEnvironmentVariable("DIGITALEMBLEM_PAGES");

    private readonly Lock _lock = new();
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, PageState> _pages = new(StringComparer.Ordinal);

    /// <summary>An empty one; pictures of an earlier walk are removed.</summary>
    public WalkRecord()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where pictures and lists lie.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "pages");

    /// <summary>Whether only some pages are looked at.</summary>
    public static bool IsPartial => !string.IsNullOrEmpty(Only);

    /// <summary>The pages that were looked at, in the order in which they were met.</summary>
    public IReadOnlyCollection<PageState> Pages => _pages.Values;

    /// <summary>Every fault.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes a fault, in faults.txt at once: the rest of the walk takes minutes.</summary>
    public void Fault(string what)
    {
        lock (_lock)
        {
            _faults.Add(what);
            File.AppendAllLines(Path.Combine(Folder, "faults.txt"), [what]);
        }
    }

    /// <summary>Takes a page up; false if it is there already, or is none of those that are asked for.</summary>
    public bool Take(PageState page) =>
        (Only is not { Length: > 0 } || Regex.IsMatch(page.Name, Only)) && _pages.TryAdd(page.Name, page);

    /// <summary>The file of a picture.</summary>
    /// <param name="name">The page.</param>
    /// <param name="kind">Width, language or scheme.</param>
    public static string Picture(string name, string kind) =>
        Path.Combine(Folder, $"{name.Replace('/', '_').Replace('?', '-').Replace('=', '-').Replace('&', '-')}-{kind}.png");
}
