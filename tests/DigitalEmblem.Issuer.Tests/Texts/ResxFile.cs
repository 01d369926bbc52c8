using System.Text;
using System.Xml.Linq;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>The translations of a language in the repository, always written in the same order, so that changes can be read.</summary>
/// <param name="Path">The file.</param>
internal sealed record ResxFile(string Path)
{
    /// <summary>Of a language.</summary>
    public static ResxFile Of(string language) =>
        new(System.IO.Path.Combine(Repository.Root, "src", "DigitalEmblem.Texts", $"Sentences.{language}.resx"));

    /// <summary>The translations by their keys.</summary>
    public Dictionary<string, string> Read() => XDocument.Load(Path, LoadOptions.PreserveWhitespace).Root!.Elements("data")
        .ToDictionary(d => Translations.CodeOf(d.Attribute("name")!.Value), d => d.Element("value")!.Value, StringComparer.Ordinal);

    /// <summary>Replaces all of them; the head of the file stays.</summary>
    public void Write(IReadOnlyDictionary<string, string> translations)
    {
        XElement root = XDocument.Load(Path).Root!;
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root>\n");
        foreach (XElement head in root.Elements("resheader"))
        {
            text.Append("  ").Append(head.ToString(SaveOptions.DisableFormatting)).Append('\n');
        }

        foreach ((string key, string value) in translations.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var data = new XElement(
                "data",
                new XAttribute("name", Translations.NameOf(key)),
                new XAttribute(XNamespace.Xml + "space", "preserve"),
                new XElement("value", value));
            text.Append("  ").Append(data.ToString(SaveOptions.DisableFormatting)).Append('\n');
        }

        File.WriteAllText(Path, text.Append("</root>\n").ToString());
    }
}
