using System.CommandLine;
using System.Globalization;
using System.Text;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Documentation;

/// <summary>A completion script for fish, with what each command and option is for.</summary>
internal static class FishCompletion
{
    public static string Write(IReadOnlyList<TreeCommand> all)
    {
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"""
            # fish completion of emblem, written by 'emblem completion fish'.

            function __emblem_at # whether the words before the cursor name this command
              set -l valued {string.Join(' ', TreeCommand.Valued(all))}
              set -l path ''
              set -l skip 0
              for word in (commandline -opc)[2..-1]
                if test $skip = 1
                  set skip 0
                else if string match -q -- '-*' $word
                  contains -- $word $valued; and set skip 1
                else
                  switch "$path $word"

            """);
        foreach (TreeCommand command in all.Where(c => c.Path.Count > 0))
        {
            string before = string.Join(' ', command.Path.SkipLast(1));
            script.Append(CultureInfo.InvariantCulture, $"        case '{before} {command.Path[^1]}'\n");
            script.Append(CultureInfo.InvariantCulture, $"          set path '{command.Name}'\n");
        }

        script.Append("""
                  end
                end
              end
              test "$path" = "$argv[1]"
            end


            """);
        foreach (TreeCommand command in all)
        {
            string at = $"complete -c emblem -n \"__emblem_at '{command.Name}'\"";
            foreach (Command sub in command.Subcommands)
            {
                script.Append(CultureInfo.InvariantCulture, $"{at} -f -a {sub.Name} -d {Quoted(sub.Description)}\n");
            }

            string[] arguments = [.. command.Arguments.SelectMany(Words.Of)];
            if (arguments.Length > 0)
            {
                script.Append(CultureInfo.InvariantCulture, $"{at} -f -a '{string.Join(' ', arguments)}'\n");
            }

            foreach (Option option in command.Options)
            {
                string names = string.Join(' ', TreeCommand.Names(option).Select(
                    n => n.StartsWith("--", StringComparison.Ordinal) ? $"-l {n[2..]}" : $"-s '{n[1..]}'"));
                string[] words = Words.Of(option);
                string value = Arguments.IsFlag(option) ? "" : words.Length > 0 ? $" -x -a '{string.Join(' ', words)}'" : " -r";
                script.Append(CultureInfo.InvariantCulture, $"{at} {names}{value} -d {Quoted(option.Description)}\n");
            }
        }

        return script.ToString();
    }

    private static string Quoted(string? description)
    {
        string text = Help.FirstSentence(description)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("'", "\\'", StringComparison.Ordinal);
        return $"'{text}'";
    }
}
