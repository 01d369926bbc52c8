using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Input;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>
/// The options that decide what a scan's output says, as text. They must be the same when a scan is resumed; its speed may change.
/// </summary>
internal static class ScanIdentity
{
    private static readonly string[] MayChange = ["--concurrency", "--language", "--no-config", "--rate", "--resume", "--timeout"];

    public static IReadOnlyList<string> Of(ParseResult parsed, CommandContext context) =>
    [
        // Include the installed log list, since it decides results like a named one, and 'emblem logs update' may have replaced it.
        .. UserFolder.LogList(context) is { } list && File.Exists(list) ? (string[])[$"(the installed log list, {Digest(list)})"] : [],
        .. context.Configuration.Used.Select(u => string.Join(
            ' ', [$"(configured) --{u.Setting.Name}", .. u.Values.Select(v => u.Setting.IsPath ? $"{v} ({Digest(v)})" : v)])),
        .. parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(o => !o.Implicit && !MayChange.Contains(o.Option.Name))
            .Select(o => string.Join(' ', [o.Option.Name, .. o.Tokens.Select(t => Value(o.Option, t.Value))]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The differences, as text for a person.</summary>
    public static Sentence Difference(IReadOnlyList<string> then, IReadOnlyList<string> now)
    {
        Sentence List(IEnumerable<string> options) => Sentence.List(
            options.Select(o => (object)Sentence.Of($"'{o}'")).DefaultIfEmpty(Sentence.Of($"none of these")));
        return $"then {List(then.Except(now))}, now {List(now.Except(then))}";
    }

    // An input file counts by its content, since a key file with other keys changes results. The output file counts by its path.
    private static string Value(Option option, string value) =>
        option.Name is "--out" ? Path.GetFullPath(value)
        : option.HelpName?.StartsWith("FILE", StringComparison.Ordinal) == true && File.Exists(value) ? $"{value} ({Digest(value)})"
        : value;

    private static string Digest(string file) => $"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]}";
}
