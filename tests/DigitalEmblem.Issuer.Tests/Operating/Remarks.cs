using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>The comments of the service's source, as the compiler wrote them down beside the assembly, as Markdown.</summary>
internal sealed partial class Remarks
{
    private readonly Dictionary<string, XElement> _summaries = XDocument.Load(
        Path.ChangeExtension(typeof(IssuerOptions).Assembly.Location, ".xml"))
        .Descendants("member").Where(m => m.Element("summary") is not null)
        .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")!);

    public string? Of(Type type) => Text($"T:{type.FullName!.Replace('+', '.')}");

    public string? Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName}.{property.Name}");

    /// <summary>
    /// The sentences of a comment that say what someone can do who has the thing or can change it: from the first that begins with
    /// "Anyone who" on.
    /// </summary>
    public static (string What, string Trust) Split(string comment)
    {
        int at = comment.IndexOf("nyone who ", StringComparison.Ordinal);
        if (at < 1)
        {
            return (comment, "");
        }

        // A sentence may begin with something else ("What is left is the time to mend a fault in: anyone who …"): then it is taken whole.
        int start = comment.LastIndexOf(". ", at, StringComparison.Ordinal);
        return start < 0 ? ("", comment) : (comment[..(start + 1)], comment[(start + 2)..]);
    }

    private string? Text(string member) =>
        _summaries.TryGetValue(member, out XElement? summary)
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal)
            : null;

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.', ':').Last()}`",
        XElement element => $"`{element.Value}`",
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
