using System.CommandLine;
using System.Globalization;
using System.Text;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Documentation;

/// <summary>A completion script for zsh, with what each command and option is for.</summary>
internal static class ZshCompletion
{
    public static string Write(IReadOnlyList<TreeCommand> all)
    {
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $$"""
            #compdef emblem
            # zsh completion of emblem, written by 'emblem completion zsh'.

            _emblem() {
              local -a valued found
              local at option word current=${words[CURRENT]} files
              local -i i
              valued=({{string.Join(' ', TreeCommand.Valued(all))}})
              for (( i = 2; i < CURRENT; i++ )); do
                word=${words[i]}
                if [[ -n $option ]]; then
                  option=
                elif [[ $word == -- ]]; then
                  files=1
                elif [[ -z $files && $word == -* ]]; then
                  (( ${valued[(Ie)$word]} )) && option=$word
                else
                  case "$at $word" in

            """);
        foreach (TreeCommand command in all.Where(c => c.Path.Count > 0))
        {
            string before = string.Join(' ', command.Path.SkipLast(1));
            script.Append(CultureInfo.InvariantCulture, $"        ('{before} {command.Path[^1]}') at='{command.Name}' ;;\n");
        }

        script.Append("""
                  esac
                fi
              done
              if [[ -z $option && -z $files && $current == --*=* ]]; then
                option=${current%%=*}
                compset -P '*='
              fi
              if [[ -n $option ]]; then
                case "$at $option" in

            """);
        foreach (TreeCommand command in all)
        {
            foreach ((string name, string[] words) in BashCompletion.Offers(command).Where(o => o.Name.Length > 0))
            {
                script.Append(CultureInfo.InvariantCulture, $"      ('{command.Name} {name}') compadd -- {string.Join(' ', words)} ;;\n");
            }
        }

        script.Append("""
                  (*) _files ;;
                esac
              elif [[ -z $files && $current == -* ]]; then
                case $at in

            """);
        foreach (TreeCommand command in all)
        {
            script.Append(CultureInfo.InvariantCulture, $"      ('{command.Name}') found=(");
            script.AppendJoin(' ', command.Options.SelectMany(o => TreeCommand.Names(o).Select(n => Entry(n, o.Description))));
            script.Append(") ;;\n");
        }

        script.Append("""
                esac
                _describe -o option found
              else
                case $at in

            """);
        foreach (TreeCommand command in all)
        {
            string[] words = [.. BashCompletion.Offers(command).Where(o => o.Name.Length == 0).SelectMany(o => o.Words)];
            if (words.Length > 0)
            {
                script.Append(CultureInfo.InvariantCulture, $"      ('{command.Name}') compadd -- {string.Join(' ', words)} ;;\n");
            }
            else if (command.Subcommands.Any())
            {
                script.Append(CultureInfo.InvariantCulture, $"      ('{command.Name}') found=(");
                script.AppendJoin(' ', command.Subcommands.Select(c => Entry(c.Name, c.Description)));
                script.Append(") ; _describe command found ;;\n");
            }
        }

        script.Append("""
                  (*) _files ;;
                esac
              fi
            }

            if [[ $funcstack[1] == _emblem ]]; then
              _emblem "$@"
            else
              compdef _emblem emblem
            fi

            """);
        return script.ToString();
    }

    private static string Entry(string name, string? description) =>
        $"'{name}:{Help.FirstSentence(description).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
