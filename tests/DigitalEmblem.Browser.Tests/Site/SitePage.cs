namespace DigitalEmblem.Browser.Tests.Site;

/// <summary>What leads out of a page, and into it.</summary>
/// <param name="Links">Addresses of its links.</param>
/// <param name="Places">The fragments that it has.</param>
public sealed record SitePage(IReadOnlyList<string> Links, IReadOnlyList<string> Places)
{
    /// <summary>Reads one in a browser.</summary>
    public const string Script =
        """
        JSON.stringify({
          Links: [...document.querySelectorAll('a[href]')].map(a => a.href),
          Places: [...document.querySelectorAll('[id], a[name]')].map(e => e.id || e.name) })
        """;
}
