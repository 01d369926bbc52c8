using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// A text with a direction of its own, in <c>bdi</c>. In plain text, as in a title, an attribute or an option, it is the text alone.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="direction"><c>ltr</c>, or <c>auto</c> for words of people.</param>
internal sealed class IsolatedText(string text, string direction) : IHtmlContent
{
    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        writer.Write($"<bdi dir=\"{direction}\">");
        encoder.Encode(writer, text);
        writer.Write("</bdi>");
    }

    /// <inheritdoc/>
    public override string ToString() => text;
}
