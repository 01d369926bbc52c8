using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// Every setting, by its name. If one fails, an operator's setting is passed over in silence: an alert goes nowhere, or a limit is another
/// than they wrote.
/// </summary>
public sealed class StrictSettingsTests
{
    public static TheoryData<string> Paths() => [.. Setting.All().SelectMany(s => s.Settings).SelectMany(PathsOf)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Setting_ByItsName_IsKnownInAnyCaseAndItsTypoIsNot(string path)
    {
        foreach (string name in (string[])[path, path.ToUpperInvariant()])
        {
            Assert.DoesNotContain(
                Faults((name, "x")),
                f => f.Contains("There is no setting", StringComparison.Ordinal) || f.Contains("is a list", StringComparison.Ordinal));
        }

        string[] names = path.Split(':');
        for (int i = 0; i < names.Length; i++)
        {
            // Names that the operator gives, and places in a list, are free; one that is too short has no near one.
            if (names[i] is "NAME" or "0" || names[i].Length < 3)
            {
                continue;
            }

            string[] typo = [.. names];
            typo[i] = names[i].Remove(names[i].Length - 2, 1);
            string fault = Assert.Single(
                Faults((string.Join(':', typo), "x")), f => f.Contains("There is no setting", StringComparison.Ordinal));
            Assert.Contains($"did you mean {string.Join(':', names[..(i + 1)])}?", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Setting_WithSomethingBelowIt_IsAFault(string path) =>
        Assert.Contains(Faults(($"{path}:Below", "x")), f => f.Contains("is one value", StringComparison.Ordinal));

    [Fact]
    public void Section_WithOneValueOrNothing_IsAFault()
    {
        foreach (string path in Setting.All().Select(s => s.Path))
        {
            Assert.Contains(Faults((path, "x")), f => f.Contains("not one value", StringComparison.Ordinal));
            if (!path.Contains(':', StringComparison.Ordinal) || path.Contains("NAME", StringComparison.Ordinal))
            {
                Assert.Contains(Faults((path, "")), f => f.Contains("is empty", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("is one of StartTls, Tls, None", "Alerts:Smtp:Security", "7")]
    [InlineData("did you mean StartTls?", "Alerts:Smtp:Security", "startls")]
    [InlineData(".NET would take it for 15 days", "Watching:Interval", "15")]
    [InlineData(".NET would take it for 24 days", "Watching:Interval", "24:00:00")]
    [InlineData("is not of the kind", "Watching:QuestionsPerSecond", "many")]
    [InlineData("is not of the kind", "Transparency:Online", "yes")]
    [InlineData("is null", "Listen:Api", null)]
    [InlineData("is a list", "Alerts:Smtp:To", "ada@society.example")]
    [InlineData("no number in it", "Alerts:Smtp:To:first", "ada@society.example")]
    [InlineData("There is no setting Listen:ApiEndPoint", "Listen:ApiEndPoint", "127.0.0.1:1")]
    [InlineData("There is no setting Database:IsPostgres", "Database:IsPostgres", "true")]
    [InlineData("did you mean Custody:Files:Passphrase:Variable?", "Custody:Files:Passphrase:Varible", "X")]
    [InlineData("There is no setting Frobnicate: the sections are Database,", "Frobnicate", "x")]
    [InlineData("did you mean Logging?", "Loging:LogLevel:Default", "Warning")]
    [InlineData("did you mean Logging:LogLevel?", "Logging:LogLevl:Default", "Warning")]
    [InlineData("did you mean Warning?", "Logging:LogLevel:Default", "Warnin")]
    [InlineData("did you mean Logging:Console:FormatterName?", "Logging:Console:FormaterName", "json")]
    public void Setting_ThatIsNotTaken_IsToldWithWhatWasMeant(string expected, string path, string? value) =>
        Assert.Contains(Faults((path, value)), f => f.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Fault_NeverShowsAValue() =>
        Assert.DoesNotContain(
            Faults(
                ("Custody:Files:Passphrase", "hunter2 hunter2"),
                ("Custody:OpenKeys", "hunter2"),
                ("Watching:Interval", "hunter2"),
                ("Alerts:Smtp:Security", "hunter2")),
            f => f.Contains("hunter2", StringComparison.Ordinal));

    [Fact]
    public void Environment_WithTheTypoOfASetting_StopsTheStart()
    {
        Environment.SetEnvironmentVariable("ISSUER__Databse__Connection", "x");
        try
        {
            SettingsException refused = Assert.Throws<SettingsException>(() => IssuerOptions.ReadDatabase(Settings.Gather(null, [])));
            Assert.Contains("did you mean Database?", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ISSUER__Databse__Connection", null);
        }

        Assert.Contains(
            "did you mean Listen:Api?",
            Assert.Throws<SettingsException>(() => IssuerOptions.ReadDatabase(Settings.Gather(null, ["--Listen:Aip=x"]))).Message,
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> PathsOf(Setting setting)
    {
        string path = setting.Path.Replace(":0, …", ":0", StringComparison.Ordinal);
        return setting.Property.PropertyType == typeof(SecretSource)
            ? Setting.OfSecrets().Select(s => $"{path}:{s.Path}")
            : [path];
    }

    private static IReadOnlyList<string> Faults(params (string Path, string? Value)[] settings)
    {
        try
        {
            IConfigurationRoot all =
                new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Path, s => s.Value)).Build();
            object read = settings[0].Path.StartsWith("Che", StringComparison.OrdinalIgnoreCase)
                ? CheckSettings.Read(all)
                : IssuerOptions.ReadDatabase(all);
            Assert.NotNull(read);
            return [];
        }
        catch (SettingsException e)
        {
            return e.Faults;
        }
    }
}
