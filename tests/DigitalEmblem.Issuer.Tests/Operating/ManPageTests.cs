using System.CommandLine;
using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The manual page of the issuer. When this fails, operators do not find an option on a machine without a network, or type one that the
/// command does not have.
/// </summary>
public sealed partial class ManPageTests
{
    // FILES of the page says what this one does, for every command that has it.
    private const string Config = "--config";

    [Fact]
    public async Task Page_HasEachCommand_WithItsOptions_AndNoOthers()
    {
        string page = (await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "packaging/debian/digital-emblem-issuer/emblem-issuer.1")))
            .Replace("\\-", "-", StringComparison.Ordinal);
        RootCommand root = IssuerCommand.Create();
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match entry in Entries().Matches(page))
        {
            said.Add(PathOf(root, entry.Groups["words"].Value.Split(' ')), string.Join(' ', OptionsIn(entry.Value)));
        }

        var there = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string path, Command command) in Leaves(root, ""))
        {
            there.Add(path, string.Join(' ', command.Options
                .Where(o => !o.Hidden && o.Name is not (Config or "--help"))
                .Select(o => o.Name).Order(StringComparer.Ordinal)));
        }

        Assert.Equal(there, said);
        Assert.All(root.Options.Select(o => o.Name).Append(Config), o => Assert.Contains(o, page, StringComparison.Ordinal));
    }

    /// <summary>The commands that do something, each with its words.</summary>
    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands
        .Where(c => !c.Hidden)
        .SelectMany(c => c.Subcommands.Count > 0 ? Leaves(c, $"{path}{c.Name} ") : [($"{path}{c.Name}", c)]);

    /// <summary>The words of an entry that name a command; those behind them are its arguments.</summary>
    private static string PathOf(Command root, string[] words)
    {
        var path = new List<string>();
        Command at = root;
        foreach (string word in words)
        {
            if (at.Subcommands.FirstOrDefault(c => c.Name == word) is not { } next)
            {
                break;
            }

            path.Add(word);
            at = next;
        }

        return string.Join(' ', path);
    }

    private static IEnumerable<string> OptionsIn(string text) =>
        Options().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\.TP\n\.B emblem-issuer (?<words>.+)\n(?:(?!\.TP|\.SH).*\n)*", RegexOptions.Multiline)]
    private static partial Regex Entries();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex Options();
}
