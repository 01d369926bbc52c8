using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// The pages that stand at the top of every page. What a person may not change is still visible to those who may read it.
/// </summary>
internal static class Navigation
{
    /// <summary>A page at the top.</summary>
    /// <param name="Path">Its path; pages below it belong to it.</param>
    /// <param name="Says">Its name.</param>
    /// <param name="May">Who may read it.</param>
    /// <param name="Also">Other paths whose pages belong to it.</param>
    internal sealed record Entry(string Path, Sentence Says, AccessRoles May, params string[] Also);

    /// <summary>The entries for a person.</summary>
    public static IEnumerable<Entry> For(AccessRoles roles) => All.Where(e => (e.May & roles) != 0);

    /// <summary>Whether a request is at an entry's page, or at one below it.</summary>
    public static bool IsAt(Entry entry, PathString path) =>
        entry.Path == "/"
            ? path == "/"
            : entry.Also.Prepend(entry.Path).Any(p => path.StartsWithSegments(p, StringComparison.Ordinal));

    private static IReadOnlyList<Entry> All { get; } =
    [
        new("/", Sentence.Of($"Overview"), Callers.Readers),
        new("/assets", Sentence.Of($"Assets"), Callers.Readers, "/errands", "/data", "/mark-proposals"),
        new("/zones", Sentence.Of($"Zones"), Callers.Readers),
        new("/identity", Sentence.Of($"Identity"), Callers.Readers, "/keys", "/certificates", "/compromises", "/signings"),
        new("/endorsements", Sentence.Of($"Endorsements"), Callers.Readers, "/requests"),
        new("/desk", Sentence.Of($"Desk"), Callers.Readers),
        new("/alerts", Sentence.Of($"Alerts"), Callers.Readers),
        new("/journal", Sentence.Of($"Journal"), Callers.Overseers),
        new("/people", Sentence.Of($"People"), Callers.Overseers),
    ];
}
