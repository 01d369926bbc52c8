using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Input;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>
/// The options that decide what a scan's output says, in words: those of a resumed scan must be the same. How fast it goes may change.
/// </summary>
internal static class ScanIdentity
{
    private static readonly string[] MayChange = ["--concurrency", "--rate", "--resume", "--timeout"];

    public static IReadOnlyList<string> Of(ParseResult parsed, CommandContext context) =>
    [
        // The list that was installed decides as one that is named does; 'emblem logs update' may have replaced it since.
        .. UserFolder.LogList(context) is { } list && File.Exists(list) ? (string[])[$"(the installed log list, {Digest(list)})"] : [],
        .. parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(o => !o.Implicit && !MayChange.Contains(o.Option.Name))
            .Select(o => string.Join(' ', [o.Option.Name, .. o.Tokens.Select(t => Value(o.Option, t.Value))]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What differs, for a person.</summary>
    public static string Difference(IReadOnlyList<string> then, IReadOnlyList<string> now)
    {
        string List(IEnumerable<string> options) => string.Join(", ", options.Select(o => $"'{o}'").DefaultIfEmpty("none of these"));
        return $"then {List(then.Except(now))}, now {List(now.Except(then))}";
    }

    // A file of keys with other keys in it is another option; where results go is told by its path.
    private static string Value(Option option, string value) =>
        option.Name is "--out" ? Path.GetFullPath(value)
        : option.HelpName?.StartsWith("FILE", StringComparison.Ordinal) == true && File.Exists(value) ? $"{value} ({Digest(value)})"
        : value;

    private static string Digest(string file) => $"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]}";
}
