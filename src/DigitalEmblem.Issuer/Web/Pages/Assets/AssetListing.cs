using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Which names a list shows, and which page of it, as the address says it: so a filter can be kept as a bookmark.</summary>
internal sealed record AssetListing
{
    private const string Yes = "yes", No = "no";
    private const int LongestPart = 253;

    /// <summary>A part of the names.</summary>
    public string Part { get; private init; } = "";

    /// <summary>Labels that they have, each as <c>key=value</c>, with spaces between them; empty for any.</summary>
    public string Label { get; private init; } = "";

    /// <summary>Where they stand.</summary>
    public AssetState? State { get; private init; }

    /// <summary>Whether the world sees our emblem.</summary>
    public SeenByWorld? Seen { get; private init; }

    /// <summary>A purpose that they have, by its name; empty for any.</summary>
    public string Purpose { get; private init; } = "";

    /// <summary>Whether an alert about them is open: yes or no; empty for any.</summary>
    public string Alerts { get; private init; } = "";

    /// <summary>In how many hours at most their emblem ends; empty for any.</summary>
    public string Ends { get; private init; } = "";

    /// <summary>In how many days at most their declaration ends; empty for any.</summary>
    public string Declared { get; private init; } = "";

    /// <summary>The order.</summary>
    public AssetSort Sort { get; private init; }

    /// <summary>The place behind which the page begins.</summary>
    public AssetCursor? After { get; private init; }

    /// <summary>The place before which it ends.</summary>
    public AssetCursor? Before { get; private init; }

    /// <summary>Whether all that the address says was understood. What was not does not narrow the list.</summary>
    public bool IsUnderstood { get; private init; } = true;

    /// <summary>Whether it is narrowed down.</summary>
    public bool IsFiltered => Filter().Any();

    /// <summary>Reads an address.</summary>
    public static AssetListing Of(IQueryCollection query)
    {
        bool understood = true;
        string Text(string field, Func<string, bool> isKnown)
        {
            string text = query[field].ToString().Trim();
            if (text.Length == 0 || isKnown(text))
            {
                return text;
            }

            understood = false;
            return "";
        }

        T? Value<T>(string field)
            where T : struct, Enum =>
            Text(field, t => char.IsAsciiLetter(t[0]) && Enum.TryParse<T>(t, ignoreCase: true, out _)) is { Length: > 0 } text
                ? Enum.Parse<T>(text, ignoreCase: true)
                : null;

        AssetCursor? Cursor(string field) =>
            AssetCursor.TryParse(Text(field, t => AssetCursor.TryParse(t, out _)), out AssetCursor? cursor) ? cursor : null;

        static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n <= 10_000;

        var listing = new AssetListing
        {
            Part = Text("name", t => t.Length <= LongestPart),
            Label = Text("label", IsLabels),
            State = Value<AssetState>("state"),
            Seen = Value<SeenByWorld>("seen"),
            Purpose = Text("purpose", t => PurposeNames.TryParse(t, out _)),
            Alerts = Text("alerts", t => t is Yes or No),
            Ends = Text("ends", IsNumber),
            Declared = Text("declared", IsNumber),
            Sort = Value<AssetSort>("sort") ?? AssetSort.Name,
            After = Cursor("after"),
            Before = Cursor("before"),
        };
        listing = listing.After is not null ? listing with { Before = null } : listing;
        return listing with { IsUnderstood = understood };
    }

    /// <summary>As the domain takes it.</summary>
    /// <param name="now">The present, from which the ends are counted.</param>
    public AssetQuery ToQuery(DateTimeOffset now) => new()
    {
        Part = Part,
        Labels = AssetLabels.Parse(Label),
        State = State,
        Seen = Seen,
        Purposes = PurposeNames.TryParse(Purpose, out Purposes purpose) ? purpose : Purposes.None,
        HasAlert = Alerts.Length == 0 ? null : Alerts == Yes,
        EmblemEndsBefore = Ends.Length == 0 ? null : now + TimeSpan.FromHours(Number(Ends)),
        DeclaredUntilBefore = Declared.Length == 0 ? null : now + TimeSpan.FromDays(Number(Declared)),
        Sort = Sort,
        After = After,
        Before = Before,
    };

    /// <summary>The filter as fields of a form or an address.</summary>
    public IEnumerable<KeyValuePair<string, string>> Filter() => new Dictionary<string, string>
    {
        ["name"] = Part,
        ["label"] = Label,
        ["state"] = State?.ToString() ?? "",
        ["seen"] = Seen?.ToString() ?? "",
        ["purpose"] = Purpose,
        ["alerts"] = Alerts,
        ["ends"] = Ends,
        ["declared"] = Declared,
    }.Where(f => f.Value.Length > 0);

    /// <summary>The address of the same list in an order, from its beginning.</summary>
    public string In(AssetSort sort) => Address(sort, []);

    /// <summary>The address of the page behind a place.</summary>
    public string Behind(AssetCursor place) => Address(Sort, [new("after", place.ToString())]);

    /// <summary>The address of the page before a place.</summary>
    public string InFrontOf(AssetCursor place) => Address(Sort, [new("before", place.ToString())]);

    /// <summary>The address of all that match, as a file.</summary>
    public string Export() => Address(AssetSort.Name, [new("handler", "Export")]);

    /// <summary>The address of the list of those that have a label.</summary>
    public static string OfLabel(string label) => "/assets" + QueryString.Create("label", label);

    private static bool IsLabels(string text)
    {
        try
        {
            return AssetLabels.Parse(text) is not null;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private string Address(AssetSort sort, IEnumerable<KeyValuePair<string, string>> more) => "/assets" + QueryString.Create(
        Filter().Concat(sort == AssetSort.Name ? [] : [new("sort", sort.ToString())]).Concat(more)
            .Select(f => new KeyValuePair<string, string?>(f.Key, f.Value)));
}
