using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>What is said of a file that is not there, with what a newcomer may have meant by it.</summary>
internal static class MissingFile
{
    /// <summary>Says that the file does not exist, and what the user may have meant.</summary>
    public static Sentence Of(string file) => Sentences.Following($"'{file}' does not exist.", Hint(file));

    /// <summary>The path that .NET quotes where a folder of it is missing; null if it quotes none.</summary>
    public static string? NameIn(string message) => message.Split('\'') is [_, { Length: > 0 } path, ..] ? path : null;

    private static Sentence? Hint(string file)
    {
        // .NET puts the folder of the process before it, and makes one slash of two.
        string name = Path.GetFileName(file);
        return file.Contains("/https:/", StringComparison.OrdinalIgnoreCase)
            || file.Contains("/http:/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
                ? Sentence.Of($"This command reads files; 'emblem check' looks up hosts.")
            : !OperatingSystem.IsWindows() && name.Contains('\\', StringComparison.Ordinal)
                ? Sentence.Of($"On this system, a slash (/) stands between folders, and there are no drives.")
            : null;
    }
}
