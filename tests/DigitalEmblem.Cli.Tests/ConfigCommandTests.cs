using System.CommandLine;
using System.Text.Json;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Scanning;
using DigitalEmblem.Cli.Tests.Data;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// What a user has configured. If one fails, a person trusts an authority that nobody named to them, or one that they named is skipped and
/// a verdict is another than they asked for.
/// </summary>
public sealed class ConfigCommandTests : IDisposable
{
    private const string Ministry = "https://ministry.example", Other = "https://other.example";

    private readonly Command _command = new();

    public ConfigCommandTests() => _command.Variables["EMBLEM_HOME"] = _command.PathOf("home");

    private string ConfigFile => _command.PathOf("home/config.json");

    public void Dispose() => _command.Dispose();

    [Fact]
    public void Show_SaysEachValueAndWhereItComesFrom_AndMakesNothing()
    {
        _command.Variables["LANG"] = "en_US.UTF-8";
        (int code, string output, string error) = _command.Run("config");
        Assert.Equal((0, $"There is no file {ConfigFile}; 'emblem config set' makes it.\n"), (code, error));
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(
            ["trust-authority", "server", "dot", "doh", "log-list", "ca", "language"], lines.Select(l => l.Split(' ')[0]));
        Assert.Equal("trust-authority  none", lines[0]);
        Assert.Equal("ca               the system's (default)", lines[5]);
        Assert.Equal("language         en (environment, LANG)", lines[6]);
        _command.Done("check", "--help");
        Assert.Equal(64, _command.Run("config", "unset", "dot").Code);
        Assert.Equal(ConfigFile + "\n", _command.Done("config", "path"));
        Assert.False(Directory.Exists(_command.PathOf("home")));

        _command.Done("config", "set", "trust-authority", Ministry, Other);
        _command.Done("config", "set", "dot", "192.0.2.53#dns.example");
        lines = _command.Done("config").TrimEnd().Split('\n');
        Assert.Equal($"trust-authority  {Ministry} {Other} (file)", lines[0]);
        Assert.Equal("server           none", lines[1]);
        _command.Done("config", "set", "language", "fr");
        Assert.EndsWith("fr (fichier)", _command.Done("config").TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("en (option)", _command.Done("config", "--language", "en").TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("trust-authority  none", _command.Done("config", "--no-config"), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_TakesThePlaceOfWhatWasThere_AndUnsetTakesItOut()
    {
        _command.Done("config", "set", "trust-authority", Other, Ministry);
        _command.Done("config", "set", "trust-authority", Ministry);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ConfigFile));
        Assert.Equal($$"""{"trust-authority":["{{Ministry}}"]}""", Compact());
        _command.Write("roots.pem", "");
        _command.Done("config", "set", "ca", Path.GetRelativePath(Directory.GetCurrentDirectory(), _command.PathOf("roots.pem")));
        Assert.Contains($"[\"{_command.PathOf("roots.pem")}\"]", Compact(), StringComparison.Ordinal);
        _command.Done("config", "unset", "ca");
        _command.Done("config", "unset", "trust-authority");
        Assert.Equal("{}", Compact());
    }

    [Theory]
    [InlineData("has no setting 'trust-autority': did you mean 'trust-authority'?", "trust-autority", Ministry)]
    [InlineData("has no setting 'frobnicate'. There are: trust-authority, server,", "frobnicate", "x")]
    [InlineData("'ministry.example' is not an organization identifier", "trust-authority", "ministry.example")]
    [InlineData("names no server", "dot", "192.0.2.53")]
    [InlineData("is no server's address", "server", "dns.example")]
    [InlineData("'tlh' is no language", "language", "tlh")]
    [InlineData("'language' has one value, and 2 were given.", "language", "fr", "es")]
    [InlineData("does not exist", "log-list", "@nowhere.json")]
    public void Set_OfAMistake_SaysWhatWasMeant_AndWritesNothing(string expected, params string[] words)
    {
        (int code, string output, string error) = _command.Run(["config", "set", .. words]);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(ConfigFile));
    }

    /// <summary>A file that is skipped, in whole or in part, could be the one that named whom to trust.</summary>
    [Theory]
    [InlineData("has no setting 'trust-autority': did you mean 'trust-authority'?", """{"trust-autority":["https://ministry.example"]}""")]
    [InlineData("has no setting 'Server': did you mean 'server'?", """{"Server":["192.0.2.1"]}""")]
    [InlineData("'server': a list of texts stands there", """{"server":"192.0.2.1"}""")]
    [InlineData("'server': a list of texts stands there", """{"server":[]}""")]
    [InlineData("'server': a list of texts stands there", """{"server":[1]}""")]
    [InlineData("'language': one text stands there", """{"language":["fr"]}""")]
    [InlineData("'language': 'xx' is no language", """{"language":"xx"}""")]
    [InlineData("'log-list': 'list.json' is not a whole path", """{"log-list":"list.json"}""")]
    [InlineData("'trust-authority': 'x' is not an organization", """{"trust-authority":["https://ministry.example","x"]}""")]
    [InlineData("it is no JSON from line 2, byte 2 on", "{\n}}")]
    [InlineData("it is no JSON from line 1, byte 1 on", "")]
    [InlineData("a name stands there twice", """{"language":"fr","language":"es"}""")]
    [InlineData("it is no JSON object", "[]")]
    public void File_ThatIsMalformed_StopsACommand_AndNamesItselfAndTheSetting(string expected, string content)
    {
        Write(content);
        foreach (string[] args in (string[][])[["verify", "x"], ["config"], ["key", "id", "x"]])
        {
            (int code, string output, string error) = _command.Run(args);
            Assert.Equal((64, ""), (code, output));
            Assert.StartsWith($"emblem: '{ConfigFile}'", error, StringComparison.Ordinal);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.EndsWith("--no-config leaves that file out.\n", error, StringComparison.Ordinal);
        }

        _command.Done("verify", "--help");
        _command.Done("--version");
        _command.Done("config", "path");
        _command.Done("explain", "protective", "--no-config");
    }

    [Fact]
    public void Unset_MendsAFileWithANameThatIsNone()
    {
        Write("""{"trust-autority":["https://ministry.example"]}""");
        _command.Done("config", "unset", "trust-autority");
        _command.Done("config");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void File_ThatOthersCanWrite_IsNotRead(UnixFileMode others)
    {
        Write($$"""{"trust-authority":["{{Ministry}}"]}""");
        File.SetUnixFileMode(ConfigFile, File.GetUnixFileMode(ConfigFile) | others);
        Refuses(ConfigFile);
        File.SetUnixFileMode(ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _command.Done("config");
        string folder = _command.PathOf("home");
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | others);
        Refuses(folder);
    }

    [Fact]
    public void File_OfAnotherUser_IsNotRead()
    {
        if (!Child.IsRoot)
        {
            return; // only root can give a file away
        }

        Write("{}");
        Assert.Equal(0, Child.Run("chown", "65534", ConfigFile).Code);
        Assert.Contains("belongs to another user", _command.Run("config").Error, StringComparison.Ordinal);
        Assert.Equal(0, Child.Run("chown", "0", ConfigFile).Code);
        _command.Done("config");
    }

    /// <summary>A scan that went on under another configuration would put verdicts of two policies into one output.</summary>
    [Fact]
    public void Scan_IsAnotherUnderAnotherConfiguration()
    {
        Write($$"""{"trust-authority":["{{Ministry}}"]}""");
        CommandContext context = _command.Context(TextWriter.Null, TextWriter.Null);
        ParseResult parsed = Arguments.Parse(EmblemCommand.Create(context), ["scan", "names", "--rate", "5"]);
        Assert.Empty(ScanIdentity.Of(parsed, context));
        context.Configuration = ConfigurationFile.Read(context);
        context.Configuration.Use(Setting.TrustAuthority, TrustedAuthority.Parse);
        Assert.Equal([$"(configured) --trust-authority {Ministry}"], ScanIdentity.Of(parsed, context));
    }

    /// <summary>Every verdict names whom it trusted, by an option and by the file alike; the run says what came from the file.</summary>
    [Fact]
    public void Verdict_UnderAConfiguration_IsThatOfTheOptions_AndSaysWhomItTrusts()
    {
        MakeBundle();
        string[] verify = ["verify", "@bundle", "--assume-committed"];
        (int code, string byOption, string error) = _command.Run([.. verify, "--trust-authority", Ministry]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"You trust     {Ministry}", byOption, StringComparison.Ordinal);
        (_, string byNone, _) = _command.Run(verify);
        Assert.DoesNotContain("You trust", byNone, StringComparison.Ordinal);

        _command.Done("config", "set", "trust-authority", Ministry);
        (code, string byFile, error) = _command.Run(verify);
        Assert.Equal((0, byOption), (code, byFile));
        Assert.Equal($"From {ConfigFile}: --trust-authority {Ministry}. --no-config leaves that file out.\n", error);
        JsonElement json = JsonDocument.Parse(_command.Done([.. verify, "--output", "json"])).RootElement;
        Assert.True(json.GetProperty("trusted").GetBoolean());
        Assert.Equal(Ministry, json.GetProperty("trustedAuthorities")[0].GetString());

        _command.Done("verify", "@bundle", "--assume-committed", "--save-evidence", "@evidence", "--no-config");
        Assert.Contains(
            $"You trust: {Ministry}",
            _command.Run("explain", "--brief", "@evidence", "--assume-committed").Out,
            StringComparison.Ordinal);

        Assert.Equal((0, byNone, ""), _command.Run([.. verify, "--no-config"]));
        (code, string byOther, error) = _command.Run([.. verify, "--trust-authority", Other]);
        Assert.Equal((4, ""), (code, error));
        Assert.Contains($"You trust     {Other}", byOther, StringComparison.Ordinal);
    }

    [Fact]
    public void LogListAndRoots_OfTheFile_AreUsed_AndOptionsTakeTheirPlace()
    {
        MakeBundle();
        _command.Write("none.json", "x");
        _command.Done("config", "set", "log-list", _command.PathOf("none.json"));
        (int code, _, string error) = _command.Run("verify", "@bundle");
        Assert.Equal(64, code);
        Assert.Contains("none.json' is no log list", error, StringComparison.Ordinal);
        Assert.Contains($"From {ConfigFile}: --log-list {_command.PathOf("none.json")}.", error, StringComparison.Ordinal);
        (code, _, error) = _command.Run("verify", "@bundle", "--log-list", "@other.json");
        Assert.Contains("other.json' does not exist", error, StringComparison.Ordinal);
        Assert.DoesNotContain("From ", error, StringComparison.Ordinal);
        _command.Done("config", "unset", "log-list");
        _command.Done("config", "set", "ca", _command.PathOf("none.json"));
        Assert.Contains("none.json' is no file of root certificates", _command.Run("verify", "@bundle").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Language_OfTheFile_WinsOverTheEnvironment_AndTheOptionOverBoth()
    {
        _command.Variables["LANG"] = "es_ES.UTF-8";
        string spanish = _command.Done("explain", "protective");
        _command.Done("config", "set", "language", "fr");
        string french = _command.Done("explain", "protective");
        Assert.NotEqual(spanish, french);
        Assert.Equal(french, _command.Done("explain", "protective", "--language", "fr", "--no-config"));
        Assert.Equal(spanish, _command.Done("explain", "protective", "--language", "es"));
        Assert.Equal(spanish, _command.Done("explain", "protective", "--no-config"));
    }

    [Fact]
    public void Folder_IsThatOfThePlatform()
    {
        _command.Variables.Clear();
        _command.Variables["HOME"] = "/home/u";
        Assert.Equal("/home/u/.config/emblem/config.json\n", _command.Done("config", "path"));
        _command.Variables["XDG_CONFIG_HOME"] = "/etc/xdg";
        Assert.Equal("/etc/xdg/emblem/config.json\n", _command.Done("config", "path"));
        _command.Variables.Clear();
        Assert.Contains("There is no home folder", _command.Run("config", "path").Error, StringComparison.Ordinal);
    }

    private void Refuses(string what)
    {
        (int code, string output, string error) = _command.Run("explain", "protective");
        Assert.Equal((64, ""), (code, output));
        Assert.StartsWith($"emblem: Others can write '{what}'", error, StringComparison.Ordinal);
        Assert.Equal(64, _command.Run("config", "set", "trust-authority", Ministry).Code);
    }

    private void Write(string content)
    {
        Directory.CreateDirectory(_command.PathOf("home"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _command.Write("home/config.json", content);
        File.SetUnixFileMode(ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Compact() => JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllText(ConfigFile)).RootElement);

    private void MakeBundle()
    {
        string log = $$"""[{"ver":"static","id":"{{Convert.ToBase64String(new byte[32])}}","index":7}]""";
        _command.Write("log.json", log);
        foreach ((string name, SignatureAlgorithm algorithm) in ((string, SignatureAlgorithm)[])[
            ("root", SignatureAlgorithm.ES512), ("emblem", SignatureAlgorithm.Ed25519), ("ministry", SignatureAlgorithm.ES384)])
        {
            _command.Write($"{name}.pem", TestKeys.QuickPem(TestKeys.Of(algorithm), "test"));
            _command.Write($"{name}.pub", TestKeys.Of(algorithm).PublicKey.ToPem());
        }

        string[] of = ["--subject", "https://society.example", "--purpose", "protective", "--lifetime", "30d", "--log", "@log.json"];
        _command.Done([
            "sign", "endorsement", "--key", "@root.pem", "--issuer", "https://society.example", "--endorse", "@emblem.pub", .. of, "--out",
            "@own"]);
        _command.Done([
            "sign", "endorsement", "--key", "@ministry.pem", "--issuer", Ministry, "--endorse", "@root.pub", "--may-endorse", .. of,
            "--out", "@theirs"]);
        _command.Done(
            "sign", "emblem", "--key", "@emblem.pem", "--issuer", "https://society.example", "--asset", "www.society.example", "--purpose",
            "protective", "--lifetime", "24h", "--out", "@emblem");
        _command.Done("bundle", "@emblem", "@own", "@theirs", "@emblem.pub", "@root.pub", "@ministry.pub", "--out", "@bundle");
    }
}
