using System.Globalization;
using System.Text;
using DigitalEmblem.Cli.Input;

namespace DigitalEmblem.Cli.Documentation;

/// <summary>A completion script for bash: tables of the commands, so that a press of TAB starts no program.</summary>
internal static class BashCompletion
{
    public static string Write(IReadOnlyList<TreeCommand> all)
    {
        var script = new StringBuilder();
        script.Append("""
            # bash completion of emblem, written by 'emblem completion bash'.

            _emblem_commands() {
              case $1 in

            """);
        foreach (TreeCommand command in all.Where(c => c.Subcommands.Any()))
        {
            Case(script, command.Name, string.Join(' ', command.Subcommands.Select(c => c.Name)));
        }

        script.Append("""
              esac
            }

            _emblem_options() {
              case $1 in

            """);
        foreach (TreeCommand command in all)
        {
            Case(script, command.Name, string.Join(' ', command.Options.SelectMany(TreeCommand.Names)));
        }

        script.Append("""
              esac
            }

            _emblem_words() { # of an option of a command, or of the arguments of a command
              case $1 in

            """);
        foreach (TreeCommand command in all)
        {
            foreach ((string name, string[] words) in Offers(command))
            {
                Case(script, $"{command.Name} {name}".Trim(), string.Join(' ', words));
            }
        }

        script.Append(CultureInfo.InvariantCulture, $$"""
              esac
            }

            _emblem_valued=' {{string.Join(' ', TreeCommand.Valued(all))}} '

            """);
        script.Append("""

            _emblem() {
              local current=${COMP_WORDS[COMP_CWORD]} path= option= files= word words= i
              for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [ -n "$option" ]; then
                  [ "$word" = = ] || option=
                elif [ "$word" = -- ]; then
                  files=1
                elif [ -z "$files" ] && [[ $word == -* ]]; then
                  [[ $_emblem_valued == *" $word "* ]] && option=$word
                elif [[ " $(_emblem_commands "$path") " == *" $word "* ]]; then
                  path=${path:+$path }$word
                fi
              done
              [ "$current" != = ] || current=
              COMPREPLY=()
              if [ -n "$option" ]; then
                words=$(_emblem_words "$path $option")
              elif [ -n "$files" ]; then
                return
              elif [[ $current == -* ]]; then
                words=$(_emblem_options "$path")
              else
                words="$(_emblem_commands "$path") $(_emblem_words "$path")"
              fi
              COMPREPLY=($(compgen -W "$words" -- "$current"))
            }

            # Where nothing of these fits, names of files are completed.
            complete -o default -F _emblem emblem

            """);
        return script.ToString();
    }

    /// <summary>The options of a command that take one of a few words, by their names; and its arguments, without a name.</summary>
    public static IEnumerable<(string Name, string[] Words)> Offers(TreeCommand command) => command.Options
        .Where(o => !Arguments.IsFlag(o))
        .SelectMany(o => TreeCommand.Names(o).Select(n => (n, Words.Of(o))))
        .Append(("", [.. command.Arguments.SelectMany(Words.Of)]))
        .Where(o => o.Item2.Length > 0);

    private static void Case(StringBuilder script, string pattern, string words) =>
        script.Append("    '").Append(pattern).Append("') echo '").Append(words).Append("' ;;\n");
}
