using System.CommandLine;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// What commands leave behind. When these fail, a mistyped path makes an empty database, which says that there are no emblems and no
/// journal, and the operator believes it.
/// </summary>
public sealed class NothingIsMadeTests : IDisposable
{
    private const string Root = "adem-data:1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    // Commands that make a database, or need none. A new command stands here or below.
    private static readonly string[] Making = ["setup", "serve", "migrate", "restore", "drill", "checkpage"];

    // Commands that work with a database that is there, each with the words that it needs, and whether it opens the database itself.
    private static readonly Dictionary<string, (string[] Words, bool Opens)> Others = new()
    {
        ["settings"] = ([], true),
        ["backup"] = (["copy.db"], true),
        ["report"] = ([], true),
        ["incident export"] = (["sign", "--from", "2026-01-01"], true),
        ["journal head"] = ([], true),
        ["journal verify"] = ([], true),
        ["access add"] = (["ada", "--role", "Officer"], true),
        ["access list"] = ([], true),
        ["access revoke"] = (["01a2275c-0000-7000-8000-000000000000"], true),
        ["access bind"] = (["ada", "subject"], true),
        ["access invite"] = (["ada", "--role", "Officer"], true),
        ["access people"] = ([], true),
        ["access end"] = (["ada"], true),
        ["access forget"] = (["ada"], true),
        ["access proposals"] = ([], true),
        ["access confirm"] = (["01a2275c-0000-7000-8000-000000000000"], true),
        ["acme present"] = (["_acme-challenge.society.example", Challenge], true),
        ["acme cleanup"] = (["_acme-challenge.society.example", Challenge], true),
        ["commitment keys"] = ([], true),
        ["commitment request"] = ([], true),
        ["commitment import"] = ([typeof(IssuerCommand).Assembly.Location], true),
        ["names list"] = ([], true),
        ["withdraw"] = (["www.society.example"], true),
        ["data list"] = ([], true),
        ["data sign"] = ([Root, "--out", "sign"], true),
        ["data add"] = ([Root, "--purpose", "protective", "--api-key", "key", "--url", "http://127.0.0.1:1"], false),
        ["data declare"] = ([Root, "--api-key", "key", "--url", "http://127.0.0.1:1"], false),
        ["data mark"] = ([Root, "--api-key", "key", "--url", "http://127.0.0.1:1"], false),
        ["data withdraw"] = ([Root, "--api-key", "key", "--url", "http://127.0.0.1:1"], false),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => [.. Others.Keys];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commands_EachStandsInOneOfTheLists() =>
        Assert.Equal(
            Making.Concat(Others.Keys).Order(StringComparer.Ordinal), Leaves("", IssuerCommand.Create()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task DatabaseThatIsNotThere_IsRefused_AndNothingIsMade(string command)
    {
        // The second in a folder where nothing can be made, and the third in one that is not there.
        foreach (string missing in (string[])[_folder.PathOf("none.db"), "/proc/none.db", _folder.PathOf("none/none.db")])
        {
            int code = await RunAsync(command, missing);
            Assert.True(Others[command].Opens ? code == ExitCode.Usage : code != ExitCode.Done, $"{missing}: {code}");
            Assert.Empty(Made());
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task DatabaseThatIsThere_HasNoFilesBesideIt_WhenACommandHasEnded(string command)
    {
        string database = _folder.PathOf("issuer.db");
        await MigratedFile.CopyAsync(database);

        await RunAsync(command, database);

        string[] own = command == "backup" ? ["copy.db", "issuer.db"] : ["issuer.db"];
        Assert.Equal(own, Made());
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("journal", "verify")]
    [InlineData("access", "list")]
    [InlineData("data", "list")]
    [InlineData("serve")]
    [Trait("Category", "Servers")]
    public async Task DatabaseThatIsNotThere_IsNamed_WithTheLikelyCauseAndTheNextStep(params string[] command)
    {
        string missing = _folder.PathOf("none.db");
        (int code, string output, string error) = await IssuerRun.RunAsync(
            _folder.FullPath, null, [.. command, $"--Database:Connection={missing}", .. Settings()]);

        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Equal(
            $"issuer: There is no database '{missing}' (Database:Connection). Most likely the path is another one, or the database was not "
                + "made yet. Nothing was made: correct the setting, or make the database with 'issuer migrate', as the user of the "
                + "service.\n",
            error);
        Assert.Empty(Made());
    }

    private static IEnumerable<string> Leaves(string path, Command command) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(c => Leaves($"{path} {c.Name}".TrimStart(), c));

    private Task<int> RunAsync(string command, string database)
    {
        (string[] words, bool opens) = Others[command];
        string[] placed = [.. words.Select(w => w is "copy.db" or "sign" or "key" ? _folder.PathOf(w) : w)];
        return IssuerCommand.RunAsync([.. command.Split(' '), .. placed, $"--Database:Connection={database}", .. opens ? Settings() : []]);
    }

    // What 'settings' and 'serve' ask for beside the database.
    private string[] Settings() =>
    [
        $"--Custody:Files:Directory={_folder.PathOf("given-keys")}", "--Custody:Files:Passphrase:Variable=PATH",
        $"--Transparency:LogList={_folder.Write("given", "{}")}", "--Listen:Web=",
    ];

    private string[] Made() => [.. Directory.GetFileSystemEntries(_folder.FullPath).Select(f => Path.GetFileName(f)!)
        .Where(f => f != "given").Order(StringComparer.Ordinal)];
}
