using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What a page speaks with: <c>@T[$"Signed in as {handle}"]</c> is a sentence in the language of the person.</summary>
internal sealed class Speech : IViewContextAware
{
    /// <summary>The language of the person.</summary>
    public Language Language { get; private set; } = Language.English;

    /// <summary>The time zone of the person.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>A sentence. What stands in its holes is encoded, and keeps its own direction.</summary>
    public IHtmlContent this[Sentence sentence] => new SpokenSentence(sentence, Language.Culture, Zone);

    /// <summary>An instant: in UTC, and in the person's zone.</summary>
    public IHtmlContent this[DateTimeOffset at] => new SpokenInstant(at, Zone);

    /// <inheritdoc/>
    public void Contextualize(ViewContext viewContext)
    {
        ArgumentNullException.ThrowIfNull(viewContext);
        (Language, Zone) = (PageLanguage.Of(viewContext.HttpContext), PageZone.Of(viewContext.HttpContext));
    }

    /// <summary>A sentence as plain text, for a title or an attribute.</summary>
    public string Plain(Sentence sentence) => sentence.In(Language.Culture);

    /// <summary>Words of the libraries, which are in English in every language.</summary>
    public static IHtmlContent English(string english) =>
        new HtmlContentBuilder().AppendHtml("<bdi lang=\"en\" dir=\"ltr\">").Append(english).AppendHtml("</bdi>");

    /// <summary>A name, a key or a token: it is read from left to right in every language.</summary>
    public static IHtmlContent Verbatim(object? text) => SpokenSentence.Isolated(text?.ToString() ?? "", "ltr");

    /// <summary>Words of people: they are read in their own direction.</summary>
    public static IHtmlContent Words(string? text) => SpokenSentence.Isolated(text ?? "", "auto");
}
