using System.CommandLine;
using System.CommandLine.Completions;

namespace DigitalEmblem.Cli.Input;

/// <summary>The words out of which a value is, where it is one of a few: shells complete them.</summary>
internal static class Words
{
    /// <summary>The option, with the words that it takes.</summary>
    public static T Offering<T>(this T option, params IEnumerable<string> words)
        where T : Option
    {
        // For an enumeration System.CommandLine offers the names that it has in the sources.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. words]);
        return option;
    }

    /// <summary>The words that an option takes; none if it takes anything.</summary>
    public static string[] Of(Option option) => Of(option.CompletionSources);

    /// <summary>The words that an argument takes; none if it takes anything.</summary>
    public static string[] Of(Argument argument) => Of(argument.CompletionSources);

    private static string[] Of(List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        [.. sources.SelectMany(s => s(CompletionContext.Empty)).Select(i => i.Label)];
}
