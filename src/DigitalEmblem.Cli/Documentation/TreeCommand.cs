using System.CommandLine;
using DigitalEmblem.Cli.Input;

namespace DigitalEmblem.Cli.Documentation;

/// <summary>A command as man pages and completions tell of it.</summary>
/// <param name="Path">The words that name it after <c>emblem</c>; none for the whole.</param>
/// <param name="Command">It.</param>
/// <param name="Options">Its options, and those that every command has.</param>
internal sealed record TreeCommand(IReadOnlyList<string> Path, Command Command, IReadOnlyList<Option> Options)
{
    /// <summary>The words that name it, with blanks between them.</summary>
    public string Name => string.Join(' ', Path);

    /// <summary>The name of its man page.</summary>
    public string Page => string.Join('-', [.. (string[])["emblem"], .. Path]);

    /// <summary>The commands below it.</summary>
    public IEnumerable<Command> Subcommands => Command.Subcommands.Where(c => !c.Hidden);

    /// <summary>Its arguments.</summary>
    public IEnumerable<Argument> Arguments => Command.Arguments.Where(a => !a.Hidden);

    /// <summary>All commands of a tree, each before those below it.</summary>
    public static IReadOnlyList<TreeCommand> All(RootCommand root)
    {
        Input.Arguments.Tighten(root);
        return [.. Below(root, [], [])];
    }

    /// <summary>All options that take a value, by name: in this tree a name takes one everywhere, or nowhere.</summary>
    public static IEnumerable<string> Valued(IEnumerable<TreeCommand> all) =>
        all.SelectMany(c => c.Options).Where(o => !Input.Arguments.IsFlag(o)).SelectMany(Names).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The names of an option.</summary>
    public static IEnumerable<string> Names(Option option) => option.Aliases.Order(StringComparer.Ordinal).Append(option.Name);

    private static IEnumerable<TreeCommand> Below(Command command, string[] path, Option[] inherited)
    {
        Option[] options = [.. command.Options.Where(o => !o.Hidden), .. inherited.Except(command.Options)];
        Option[] toAll = [.. options.Where(o => o.Recursive)];
        return command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Below(c, [.. path, c.Name], toAll))
            .Prepend(new TreeCommand(path, command, options));
    }
}
