using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// Where signed heads of the journal go, so that others can show that it was not rewritten. Anyone who controls this machine and every
/// place to which they go can rewrite what was not read elsewhere.
/// </summary>
internal sealed class HeadsOptions
{
    /// <summary>The longest rest for which an address may ask (Retry-After); it is tried again after that.</summary>
    internal static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(1), Span = TimeSpan.FromHours(1);

    /// <summary>
    /// Where each is posted to, as text; HTTPS, or HTTP on this machine. Redirects are not followed. Anyone who receives them learns how
    /// many lines the journal has, and when something was done; anyone who can change it can keep heads from those who compare them.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// Roots in PEM that its certificate must lead to, in place of the system's. Anyone who can change it, and stands on the way, can
    /// swallow heads.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>
    /// A folder into which each is written as a file of its own, best on another machine that takes files and lets none be changed. Anyone
    /// who can take files out of it can hide a head, but make none.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// The time between two heads; a minute to a day. Anyone who can make it longer gains that time in which a rewritten journal shows
    /// nowhere else.
    /// </summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long a line of the journal may stand under no head that any instance sent, until people are told: an hour, or twice
    /// <see cref="Every"/> if that is longer, so that one try that fails is no alert.
    /// </summary>
    internal TimeSpan LateAfter => 2 * Every > Span ? 2 * Every : Span;

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="hasFolder">Whether keys are kept in files.</param>
    public IEnumerable<string> Validate(bool hasFolder)
    {
        if (Url is null && Folder is null)
        {
            yield return "Journal:Heads needs a Url or a Folder to which heads go.";
        }

        if (Url is not null && !OutgoingHttp.IsSafe(Url))
        {
            yield return "Journal:Heads:Url is an https URL without a password in it (http only on this machine), as "
                + "https://witness.example/heads.";
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return $"Journal:Heads:Roots: there is no file '{Roots}'.";
        }

        if (Folder is not null && !Path.IsPathFullyQualified(Folder))
        {
            yield return "Journal:Heads:Folder is the whole path of a folder.";
        }

        if (Url?.Length > SentHead.LongestPlace || Folder?.Length > SentHead.LongestPlace)
        {
            yield return $"Journal:Heads:Url and Journal:Heads:Folder have {SentHead.LongestPlace} characters at most.";
        }

        if (Every < Shortest || Every > Longest)
        {
            yield return "Journal:Heads:Every lies between a minute and a day.";
        }

        if (!hasFolder)
        {
            yield return "Journal:Heads needs Custody:Files, where the key is kept that signs heads.";
        }
    }
}
