using System.CommandLine;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>
/// In which language people are spoken to: the option, else the environment as POSIX reads it. It is needed before the command line is
/// parsed, since help and mistakes are in that language too.
/// </summary>
internal static class LanguageChoice
{
    private const string Name = "--language";

    // POSIX: the first one that is set and not empty counts, also where nothing is known of its value.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The option. Every command has it.</summary>
    /// <param name="offered">The languages.</param>
    public static Option<string?> Create(IReadOnlyList<Language> offered) => new Option<string?>(Name)
    {
        Description = Speech.Text(
            $"The language of what people read: {Tags(offered)}. By default that of LC_ALL, LC_MESSAGES or LANG."),
        HelpName = "TAG",
        Recursive = true,
    }.Offering(offered.Select(l => l.Tag));

    /// <summary>
    /// The language that the environment names, if it is offered; else English. A wrong environment is no mistake of the caller.
    /// </summary>
    public static Language OfEnvironment(CommandContext context) =>
        Find(VariableOf(context) is { } variable ? context.Environment(variable) : null, context.Languages) ?? Language.English;

    /// <summary>The variable of the environment that counts; null if none is set.</summary>
    public static string? VariableOf(CommandContext context) =>
        Array.Find(Variables, v => !string.IsNullOrEmpty(context.Environment(v)));

    /// <summary>The language that is configured; null if none is.</summary>
    public static Language? OfConfiguration(CommandContext context) =>
        context.Configuration.Of(Setting.Language) is [var tag, ..] ? Find(tag, context.Languages) : null;

    /// <summary>Why a tag is none; null if it is one.</summary>
    public static Sentence? Fault(string tag, CommandContext context) => Find(tag, context.Languages) is not null
        ? null
        : Sentence.Of($"'{tag}' is no language of this program. {Name} takes one of: {Tags(context.Languages)}.");

    /// <summary>The language that the option names; null if it is not given, or has no value.</summary>
    /// <exception cref="UsageException">There is no such language.</exception>
    public static Language? OfOption(string[] args, CommandContext context)
    {
        string? tag = Value(args);
        return string.IsNullOrWhiteSpace(tag) ? null
            : Find(tag, context.Languages)
            ?? throw new UsageException(Fault(tag, context)!);
    }

    private static string? Value(string[] args)
    {
        for (int i = 0; i < args.Length && args[i] != "--"; i++)
        {
            if (args[i] == Name)
            {
                return i + 1 < args.Length ? args[i + 1] : null;
            }

            if (args[i].StartsWith(Name, StringComparison.Ordinal) && args[i][Name.Length] is '=' or ':')
            {
                return args[i][(Name.Length + 1)..];
            }
        }

        return null;
    }

    private static Language? Find(string? tag, IReadOnlyList<Language> offered)
    {
        string first = (tag ?? "").Split('-', '_', '.', '@')[0];
        return offered.FirstOrDefault(l => l.Tag.Equals(first, StringComparison.OrdinalIgnoreCase));
    }

    private static string Tags(IReadOnlyList<Language> offered) => string.Join(", ", offered.Select(l => l.Tag));
}
