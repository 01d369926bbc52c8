using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Input;

/// <summary>The messages of System.CommandLine, which speaks English here, as sentences. One that is not known stands as it is.</summary>
internal static partial class ParserWords
{
    public static Sentence Of(string message)
    {
        string line = message.Replace("\n\t", " ", StringComparison.Ordinal);
        return OptionRequired().Match(line) is { Success: true } option
                ? Sentence.Of($"Option '{option.Groups[1].Value}' is required.")
            : ArgumentMissing().Match(line) is { Success: true } argument
                ? Sentence.Of($"Required argument '{argument.Groups[1].Value}' missing for command: '{argument.Groups[2].Value}'.")
            : OneOf().Match(line) is { Success: true } one
                ? Sentence.Of($"Argument '{one.Groups[1].Value}' not recognized. Must be one of: {one.Groups[2].Value}")
            : NoType().Match(line) is { Success: true } type
                ? Sentence.Of($"Cannot parse argument '{type.Groups[1].Value}' for option '{type.Groups[2].Value}' as expected type "
                    + $"'{type.Groups[3].Value}'.")
            : Several().Match(line) is { Success: true } several
                ? Sentence.Of($"Option '{several.Groups[1].Value}' expects a single argument but {several.Groups[2].Value} were provided.")
            : $"{line}";
    }

    [GeneratedRegex(@"\AOption '(.*)' is required\.\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex OptionRequired();

    [GeneratedRegex(@"\ARequired argument '(.*)' missing for command: '(.*)'\.\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ArgumentMissing();

    [GeneratedRegex(@"\AArgument '(.*)' not recognized\. Must be one of: (.*)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex OneOf();

    [GeneratedRegex(
        @"\ACannot parse argument '(.*)' for option '(.*)' as expected type '(.*)'\.\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex NoType();

    [GeneratedRegex(
        @"\AOption '(.*)' expects a single argument but (\d+) were provided\.\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Several();
}
