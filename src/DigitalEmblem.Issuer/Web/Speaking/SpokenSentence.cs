using System.Globalization;
using System.Text.Encodings.Web;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Html;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// A sentence as HTML. The sentence itself is ours; all that stands in its holes is encoded and isolated in <c>bdi</c>, so that neither
/// markup nor direction of a name leaks into it.
/// </summary>
internal sealed class SpokenSentence(Sentence sentence, CultureInfo culture, TimeZoneInfo zone) : IHtmlContent
{
    /// <summary>A text with a direction of its own: <c>ltr</c>, or <c>auto</c> for words of people.</summary>
    public static IHtmlContent Isolated(string text, string direction) => new IsolatedText(text, direction);

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var format = CompositeFormat.Parse(Rendering.Format(sentence, culture));
        foreach (Part part in format.Parts)
        {
            if (part.Argument is { } number)
            {
                Argument(number < sentence.Arguments.Count ? sentence.Arguments[number] : null, part.Text).WriteTo(writer, encoder);
            }
            else
            {
                encoder.Encode(writer, part.Text);
            }
        }
    }

    private IHtmlContent Argument(object? argument, string format) => argument switch
    {
        IHtmlContent content => content,
        Sentence inner => new SpokenSentence(inner, culture, zone),
        FormattableString said => new SpokenSentence(Sentence.OfFormat(said.Format, said.GetArguments()), culture, zone),
        // With a format of its own, its words go on in the sentence.
        DateTimeOffset at when format.Length <= 1 => new SpokenInstant(at, zone),
        Enum or Word => Isolated(Rendering.Argument(argument, culture)!.ToString()!, "auto"),
        Verbatim name => Isolated(name.Text, "ltr"),
        string words => Isolated(words, "auto"),
        DomainName or OrganizationIdentifier or KeyIdentifier or Uri or Guid => Isolated(argument.ToString()!, "ltr"),
        IFormattable value => Isolated(value.ToString(format.Length == 0 ? null : format, culture), "ltr"),
        _ => Isolated(argument?.ToString() ?? "", "auto"),
    };

    /// <summary>A part of a composite format: a text, or a hole with its number and format.</summary>
    private sealed record Part(string Text, int? Argument);

    /// <summary>A composite format of .NET, of which the holes are numbers with an optional format.</summary>
    private sealed record CompositeFormat(IReadOnlyList<Part> Parts)
    {
        public static CompositeFormat Parse(string format)
        {
            var parts = new List<Part>();
            var text = new System.Text.StringBuilder();
            for (int i = 0; i < format.Length; i++)
            {
                if (format[i] is '{' or '}' && i + 1 < format.Length && format[i + 1] == format[i])
                {
                    text.Append(format[i++]);
                }
                else if (format[i] == '{' && format.IndexOf('}', i) is > 0 and var end)
                {
                    string[] hole = format[(i + 1)..end].Split(':', 2);
                    int number = int.Parse(hole[0], NumberStyles.None, CultureInfo.InvariantCulture);
                    parts.Add(new Part(text.ToString(), null));
                    text.Clear();
                    parts.Add(new Part(hole.Length == 2 ? hole[1] : "", number));
                    i = end;
                }
                else
                {
                    text.Append(format[i]);
                }
            }

            parts.Add(new Part(text.ToString(), null));
            return new CompositeFormat(parts);
        }
    }
}
