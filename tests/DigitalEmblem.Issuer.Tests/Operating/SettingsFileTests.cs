using System.Text.Json;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The file of settings that nobody names. When these fail, an operator's command works on another database than the service, and does not
/// say so, or takes settings that someone else left in a folder.
/// </summary>
[Trait("Category", "Servers")]
public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FileOfTheVariable_IsTakenAndTold_AndTheOneOfTheCallWins()
    {
        await MigratedFile.CopyAsync(_folder.PathOf("issuer.db"));
        string settings = Write("mine.json", "issuer.db"), other = Write("other.json", "nothing.db");
        var variable = new Dictionary<string, string> { ["ISSUER_CONFIG"] = settings };

        (int code, string output, string error) = await IssuerRun.RunAsync(_folder.FullPath, variable, "journal", "head");
        Assert.Equal((0, $"Settings: {settings}\n"), (code, error));
        Assert.Matches("^0 [0-9a-f]{64}\n$", output);

        // Both its parts need the settings: told once.
        (code, _, error) = await IssuerRun.RunAsync(_folder.FullPath, variable, "access", "invite", "ada", "--role", "Administrator");
        Assert.Equal((0, $"Settings: {settings}\n"), (code, error));

        (code, _, error) = await IssuerRun.RunAsync(_folder.FullPath, variable, "journal", "head", "--config", other);
        Assert.Equal(64, code);
        Assert.DoesNotContain("Settings: ", error, StringComparison.Ordinal);
        Assert.Contains("nothing.db", error, StringComparison.Ordinal);

        variable["ISSUER_CONFIG"] = _folder.PathOf("gone.json");
        (code, _, error) = await IssuerRun.RunAsync(_folder.FullPath, variable, "journal", "head");
        Assert.Equal(64, code);
        Assert.Contains("gone.json', which ISSUER_CONFIG names: correct it, or unset it.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileInTheWorkingFolder_IsNotTaken_AndTheFaultNamesTheUsualOneAndTheNextStep()
    {
        await MigratedFile.CopyAsync(_folder.PathOf("issuer.db"));
        Write("issuer.json", "issuer.db");

        (int code, string output, string error) = await IssuerRun.RunAsync(_folder.FullPath, null, "journal", "head");

        Assert.Equal((64, ""), (code, output));
        Assert.Contains("No settings were found: there is no file /etc/emblem-issuer/issuer.json", error, StringComparison.Ordinal);
        Assert.Contains("Name the file with --config, or in the variable ISSUER_CONFIG", error, StringComparison.Ordinal);
    }

    [Fact]
    public void UsualFile_IsTakenIfItIsThere()
    {
        string path = _folder.PathOf("usual.json");
        var file = new SettingsFile(path, "VARIABLE_THAT_NOTHING_SETS", "nobody");
        Assert.Null(file.Find());
        File.WriteAllText(path, "{}");
        Assert.Equal(path, file.Find());
    }

    [Theory]
    [InlineData("src/DigitalEmblem.Issuer/README.md")]
    [InlineData("packaging/debian/digital-emblem-issuer/emblem-issuer.1")]
    [InlineData("packaging/debian/digital-emblem-issuer/postinst")]
    public async Task UsualFile_IsTheOneOfTheDocuments(string document)
    {
        string text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, document)))
            .Replace("\\-", "-", StringComparison.Ordinal);
        Assert.Contains(SettingsFile.Issuer.Usual, text, StringComparison.Ordinal);
        Assert.DoesNotContain($"--config {SettingsFile.Issuer.Usual}", text, StringComparison.Ordinal);
    }

    private string Write(string name, string database) => _folder.Write(
        name, JsonSerializer.Serialize(new { Database = new { Connection = _folder.PathOf(database) } }));
}
