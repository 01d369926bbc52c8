namespace DigitalEmblem.Issuer.Web;

/// <summary>Where to go back to. It comes in an address, so that a stranger can have written it.</summary>
internal static class OwnPath
{
    private const int Longest = 500;

    /// <summary>The path, if it leads to a page of this service; the overview otherwise.</summary>
    public static string Of(string? path) =>
        path is { Length: > 0 and <= Longest } && path[0] == '/' && !path.Any(c => char.IsControl(c) || c == '\\')
        && !path.StartsWith("//", StringComparison.Ordinal)
            ? path
            : "/";
}
