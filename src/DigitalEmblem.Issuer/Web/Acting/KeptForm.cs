using System.Text.Json.Serialization;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>A form that a person sent when the session was over, or when a step-up was needed first. Nothing of it was done.</summary>
/// <param name="Path">Where it was sent to, with its query.</param>
/// <param name="Fields">What was typed, in its order; no passwords, codes, passkeys or private keys.</param>
/// <param name="Handle">Who sent it; null if that is not known: it came with no session, or with one that is forgotten.</param>
/// <param name="HadFiles">Whether files came with it, or more text than a page carries. They are not kept.</param>
/// <param name="IsGet">Whether only a page was asked for, which nothing has to be confirmed for.</param>
/// <param name="NeedsStepUp">Whether it waits for a step-up; else for a sign-in only.</param>
internal sealed record KeptForm(
    string Path, IReadOnlyList<KeptField> Fields, string? Handle, bool HadFiles, bool IsGet, bool NeedsStepUp)
{
    private const int LongestTarget = 150;

    private static readonly object Known = new(), Why = new();

    /// <summary>The page of the form.</summary>
    [JsonIgnore]
    public string Page => Path.Split('?')[0];

    /// <summary>Where it is sent, so that a person sees what it does; cut, because an address may name many things.</summary>
    [JsonIgnore]
    public string Target => Printable.Cut(Path, LongestTarget);

    /// <summary>The form of this request that was not carried out; null if there is none.</summary>
    public static KeptForm? Of(HttpContext context) => context.Items[Known] as KeptForm;

    /// <summary>Why it still waits; null if it was not said.</summary>
    public static Sentence? WhyOf(HttpContext context) => context.Items[Why] as Sentence;

    /// <summary>Notes it for the page that asks.</summary>
    public void Note(HttpContext context, Sentence? why = null) => (context.Items[Known], context.Items[Why]) = (this, why);
}
