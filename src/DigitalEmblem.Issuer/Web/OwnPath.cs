namespace DigitalEmblem.Issuer.Web;

/// <summary>Where to go back to. It comes in an address, so that a stranger can have written it.</summary>
internal static class OwnPath
{
    private const int Longest = 500;

    /// <summary>The path, if it leads to a page of this service; the overview otherwise.</summary>
    /// <param name="path">The path, with its query.</param>
    /// <param name="longest">How many characters it has at most.</param>
    public static string Of(string? path, int longest = Longest) =>
        path is { Length: > 0 } && path.Length <= longest && path[0] == '/' && !path.Any(c => char.IsControl(c) || c == '\\')
        && !path.StartsWith("//", StringComparison.Ordinal)
            ? path
            : "/";
}
