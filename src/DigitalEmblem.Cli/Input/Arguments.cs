using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace DigitalEmblem.Cli.Input;

/// <summary>
/// Reads the words of the command line strictly. A mistyped option that is read as a file or a host would change the question. So a
/// word that begins with '-' must be an existing option, unless it comes after '--' or is '-' alone.
/// </summary>
internal static class Arguments
{
    private const string EndOfOptions = "--";

    // System.CommandLine accepts either character between an option and its value.
    private static readonly char[] BeforeValue = ['=', ':'];

    /// <summary>Removes what System.CommandLine accepts but help does not show.</summary>
    public static void Tighten(RootCommand root)
    {
        // '[suggest]' before a command would answer with 0, which means marked.
        root.Directives.Clear();
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            // '/h' and '/?' are names of files.
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }

        Tighten((Command)root);
    }

    public static ParseResult Parse(RootCommand root, string[] args) =>
        root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    /// <summary>The mistakes in the words, one sentence each. Our own come first, because those of the parser follow from them.</summary>
    public static IReadOnlyList<Sentence> MistakesIn(string[] args, RootCommand root, ParseResult parsed)
    {
        Sentence[] ours =
        [
            .. args.Where(w => w.Contains('\0', StringComparison.Ordinal))
                .Select(w => Sentence.Of($"'{w}' contains a zero character, which nothing is named by.")),
            .. Walk(args, root).DistinctBy(s => s.ToString())
        ];
        return ours.Length > 0 ? ours : [.. parsed.Errors.Select(e => InOurWords(e, parsed)).DistinctBy(s => s.ToString())];
    }

    /// <summary>Whether the words end before they name a command. Then help is shown, which is more useful than a message.</summary>
    public static bool NamesNoCommand(string[] args, RootCommand root, ParseResult parsed) =>
        parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.Errors.Count > 0 && parsed.UnmatchedTokens.Count == 0
        && !Walk(args, root).Any();

    /// <summary>The command that was parsed, as it is typed.</summary>
    public static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command })
            {
                names.Insert(0, command is RootCommand ? "emblem" : command.Name);
            }
        }

        return string.Join(' ', names);
    }

    private static void Tighten(Command command)
    {
        foreach (Option option in command.Options.Where(o => o is not (HelpOption or VersionOption)))
        {
            option.Arity = IsFlag(option) ? ArgumentArity.Zero
                : option.Arity.MaximumNumberOfValues > 1 ? ArgumentArity.OneOrMore
                : ArgumentArity.ExactlyOne;
        }

        Action<CommandResult>[] validators = [.. command.Validators];
        command.Validators.Clear();
        command.Validators.AddRange(validators.Select(Guarded));
        foreach (Command sub in command.Subcommands)
        {
            Tighten(sub);
        }
    }

    /// <summary>Skips a rule across options if one of its values could not be parsed: the parser reports that value itself.</summary>
    private static Action<CommandResult> Guarded(Action<CommandResult> validator) => result =>
    {
        try
        {
            validator(result);
        }
        catch (InvalidOperationException)
        {
            // System.CommandLine throws it when a rule reads a value that could not be parsed.
        }
    };

    /// <summary>Goes through the words from the left, as a reader does.</summary>
    private static IEnumerable<Sentence> Walk(string[] args, RootCommand root)
    {
        Command command = root;
        bool positional = false;
        for (int i = 0; i < args.Length && args[i] != EndOfOptions; i++)
        {
            string word = args[i];
            if (string.IsNullOrWhiteSpace(word))
            {
                yield return IsEmpty($"An argument");
                positional = true;
            }
            else if (word.StartsWith('-') && word != Files.StandardInput)
            {
                int split = word.IndexOfAny(BeforeValue);
                string name = split < 0 ? word : word[..split];
                if (OptionNamed(name, command) is not { } option)
                {
                    yield return Unknown(name, command, root);
                    if (command.Subcommands.Count > 0)
                    {
                        // The next word may be its value or a command, so do not judge further words.
                        yield break;
                    }
                }
                else if (split >= 0 && IsFlag(option))
                {
                    yield return $"{name} takes no value: '{word}'. Give it, or leave it out.";
                }
                else if (split >= 0 && string.IsNullOrWhiteSpace(word[(split + 1)..]))
                {
                    yield return IsEmpty($"{name}");
                }
                else if (split < 0 && !IsFlag(option))
                {
                    if (i + 1 == args.Length || args[i + 1] == EndOfOptions || OptionNamed(args[i + 1], command) is not null)
                    {
                        yield return NeedsValue(option, null);
                        continue;
                    }

                    i++;
                    if (string.IsNullOrWhiteSpace(args[i]))
                    {
                        yield return IsEmpty($"{name}");
                    }
                    else if (args[i].StartsWith('-')
                        && args[i] != Files.StandardInput
                        && !(args[i].Length > 1 && char.IsAsciiDigit(args[i][1])))
                    {
                        yield return NeedsValue(option, args[i]);
                    }
                }
            }
            else if (!positional && command.Subcommands.Count > 0)
            {
                if (command.Subcommands.FirstOrDefault(c => c.Name == word) is not { } sub)
                {
                    yield return NoCommand(word, command);
                    yield break;
                }

                command = sub;
            }
            else
            {
                positional = true;
            }
        }
    }

    private static Sentence InOurWords(ParseError error, ParseResult parsed) => Mistakes.Of(error)
        ?? (error.SymbolResult is CommandResult { Command: var command }
            && parsed.UnmatchedTokens is [var word, ..]
            && error.Message.Contains(word, StringComparison.Ordinal)
            ? OneTooMany(word, command, PathOf(parsed))
            : ParserWords.Of(error.Message));

    private static Sentence OneTooMany(string word, Command command, string path)
    {
        Sentence taken = command.Arguments.Count == 0
            ? Sentence.Of($"options only")
            : $"{string.Join(' ', command.Arguments.Select(a => a.Name))}";

        // A connection string without quotation marks falls apart, and its password becomes a word.
        return word.Contains("password", StringComparison.OrdinalIgnoreCase) || word.StartsWith("pwd", StringComparison.OrdinalIgnoreCase)
            ? Sentence.Of($"A part of a connection string, which needs quotation marks around it where it has blanks, is one word too "
                + $"many: {path} takes {taken}.")
            : $"'{word}' is one word too many: {path} takes {taken}.";
    }

    private static Sentence IsEmpty(Sentence what) => $"{what} is empty. Is a variable of your script not set?";

    private static Sentence NeedsValue(Option option, string? next)
    {
        string value = option.HelpName ?? "VALUE";
        return next is null
            ? Sentence.Of($"{option.Name} needs a value: {option.Name} {value}.")
            : $"{option.Name} needs a value, and '{next}' looks like an option. If it is the value, write {option.Name}={next}.";
    }

    private static Sentence NoCommand(string word, Command command)
    {
        string path = command is RootCommand ? "emblem" : $"emblem {command.Name}";
        string[] names = [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];
        return word == "help" ? Sentence.Of($"There is no command '{path} {word}'. Did you mean '{path} {"--help"}'?")
            : NearestName.Of(word, names) is { } near
            ? Sentence.Of($"There is no command '{path} {word}'. Did you mean '{path} {near}'?")
            : $"There is no command '{path} {word}'. There are: {string.Join(", ", names)}.";
    }

    private static Sentence Unknown(string name, Command command, RootCommand root)
    {
        string what = command is RootCommand ? "emblem" : $"'emblem {PathTo(command, root)}'";
        return NearestName.Of(name, command.Options.Append(root.Options.OfType<HelpOption>().First()).SelectMany(NamesOf)
            .Where(n => n.StartsWith("--", StringComparison.Ordinal))) is { } near
                ? Sentence.Of($"{what} has no option {name}: did you mean {near}?")
            : CommandWith(name, root) is { } other ? Sentence.Of($"{what} has no option {name}: that is an option of 'emblem {other}'.")
            : command.Arguments.Count > 0 ? Sentence.Of($"{what} has no option {name}. If it is no option, put '--' before it.")
            : $"{what} has no option {name}.";
    }

    private static string? CommandWith(string name, RootCommand root) =>
        root.Subcommands.SelectMany(c => c.Subcommands.Count > 0 ? c.Subcommands : [c])
            .FirstOrDefault(c => c.Options.Any(o => NamesOf(o).Contains(name))) is { } command
            ? PathTo(command, root)
            : null;

    private static string PathTo(Command command, RootCommand root) =>
        root.Subcommands.FirstOrDefault(c => c.Subcommands.Contains(command)) is { } group ? $"{group.Name} {command.Name}" : command.Name;

    private static Option? OptionNamed(string name, Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(AllOptions).Where(o => o.Recursive))
            .FirstOrDefault(o => NamesOf(o).Contains(name));

    private static IEnumerable<Option> AllOptions(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(AllOptions));

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Prepend(option.Name);

    /// <summary>Whether an option takes no value.</summary>
    public static bool IsFlag(Option option) => option is Option<bool> or HelpOption or VersionOption;
}
