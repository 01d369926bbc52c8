namespace DigitalEmblem.Issuer.Demo;

/// <summary>Texts as a shell reads them back.</summary>
internal static class ShellWord
{
    /// <summary>The text as one word: unchanged if it has no character that is special to a shell, else in quotes.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or ':' or '-' or '_')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
