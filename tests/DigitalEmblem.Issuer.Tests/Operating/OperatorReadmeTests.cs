using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Secrets;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The README that operators work from. When these fail, someone sets what does not exist, or trusts a setting, and does not know whom
/// they trust.
/// </summary>
public partial class OperatorReadmeTests
{
    private const string Begin = "<!-- settings: written by OperatorReadmeTests -->", End = "<!-- settings end -->";

    private static readonly Remarks Remarks = new();

    private static string Folder => Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer");

    [Fact]
    public async Task Settings_EachHasARowInTheReadme()
    {
        string path = Path.Combine(Folder, "README.md");
        string readme = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        (int begin, int end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, "README.md has lost the marks that the table of settings stands between.");
        string table = Table();
        string wanted = readme[..(begin + Begin.Length)] + "\n" + table + readme[end..];
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_SPEC") == "1")
        {
            await File.WriteAllTextAsync(path, readme = wanted);
        }

        Assert.True(
            readme == wanted,
            "The table of settings in src/DigitalEmblem.Issuer/README.md is not that of the options. If the change is meant, run this test "
                + "with DIGITALEMBLEM_WRITE_SPEC=1, and look at the difference before you commit it.");
    }

    [Fact]
    public void Settings_EachSaysWhatSomeoneCanDoWhoHasIt()
    {
        IReadOnlyList<Setting> all = [.. Setting.All().SelectMany(s => s.Settings), .. Setting.OfSecrets()];
        Assert.True(all.Count > 50, $"Only {all.Count} settings were found.");
        Assert.Empty(all.Where(s => Remarks.Split(Remarks.Of(s.Property) ?? "").Trust.Length == 0)
            .Select(s => $"{s.Path}: no sentence in its comment says what 'anyone who' has it can do."));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("Custody/README.md")]
    [InlineData("Watching/README.md")]
    public async Task NamesOfSettings_AreThoseOfTheService(string file)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Folder, file));
        string[] known =
            [.. Setting.All().SelectMany(s => s.Settings).SelectMany(Names), .. Setting.All().SelectMany(s => Prefixes(s.Path))];

        string[] named =
        [
            .. Variable().Matches(text).Select(m => m.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)),
            .. Word().Matches(text).Select(m => m.Groups[1].Value),
            .. JsonBlock().Matches(text).SelectMany(m => Paths(JsonDocument.Parse(m.Groups[1].Value).RootElement, "")),
        ];

        Assert.DoesNotContain(named, n => !n.StartsWith("Logging:", StringComparison.Ordinal) && !known.Any(
            k => k == n || (k.EndsWith(":*", StringComparison.Ordinal) && n.StartsWith(k[..^1], StringComparison.Ordinal)) || IsOf(k, n)));
        Assert.DoesNotMatch(@"(?<!ISSUER__)\b(Custody|Database|Listen|Publishing|Alerts|Access)__", text);
    }

    private static string Table()
    {
        var text = new StringBuilder();
        foreach ((string path, Type section, IReadOnlyList<Setting> settings) in Setting.All())
        {
            text.Append('\n').Append("**`").Append(path).Append("`** ").Append(Remarks.Of(section)).Append("\n\n");
            Rows(text, settings);
        }

        text.Append("\n**A secret** has one of these, as `Custody:Files:Passphrase:Credential`. ").Append(Remarks.Of(typeof(SecretSource)))
            .Append("\n\n");
        Rows(text, Setting.OfSecrets());
        return text.Append('\n').ToString();
    }

    private static void Rows(StringBuilder text, IReadOnlyList<Setting> settings)
    {
        text.Append("| setting | default | what it is | trust |\n|---|---|---|---|\n");
        foreach (Setting setting in settings)
        {
            (string what, string trust) = Remarks.Split(Remarks.Of(setting.Property) ?? "");
            text.Append("| `").Append(setting.Path).Append("` | ").Append(setting.Default).Append(" | ").Append(what).Append(" | ")
                .Append(trust).Append(" |\n");
        }
    }

    private static IEnumerable<string> Names(Setting setting)
    {
        string path = setting.Path.Split(',')[0];
        string open = path.EndsWith(":NAME", StringComparison.Ordinal) ? path[..^4] + "*"
            : path.EndsWith(":0", StringComparison.Ordinal) ? path[..^1] + "*"
            : path;
        IEnumerable<string> parts = setting.Property.PropertyType == typeof(SecretSource)
            ? Setting.OfSecrets().Select(s => $"{path}:{s.Path}")
            : [];
        return [open, open.Replace(":*", "", StringComparison.Ordinal), .. parts];
    }

    // A name within a section that the operator names.
    private static bool IsOf(string known, string named) =>
        (known.Split(':'), named.Split(':')) is var (k, n)
        && k.Length == n.Length
        && k.Zip(n).All(p => p.First == "NAME" || p.First == p.Second);

    private static IEnumerable<string> Prefixes(string path) =>
        path.Split(':').Select((_, i) => string.Join(':', path.Split(':').Take(i + 1)));

    private static IEnumerable<string> Paths(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Paths(p.Value, path.Length == 0 ? p.Name : $"{path}:{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((e, i) => Paths(e, $"{path}:{i}")),
        _ => [path],
    };

    [GeneratedRegex(@"ISSUER__([A-Za-z0-9_]+)")]
    private static partial Regex Variable();

    private const string Sections =
        "Database|Listen|Custody|Transparency|Issuing|Marking|Entitlement|Retention|Journal|Publishing|Telemetry|Access|Web|Watching|"
            + "Alerts|Check";

    [GeneratedRegex("[`' -]((?:" + Sections + ")(?::[A-Za-z0-9]+)+)")]
    private static partial Regex Word();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
