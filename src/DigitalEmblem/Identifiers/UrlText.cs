using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// The beginning of a URL, up to its host, read strictly. Programs differ in how they read a backslash, a user part, percent signs in a
/// host, and tabs. Such a URL can name different hosts to different programs, so it is refused here.
/// </summary>
internal static class UrlText
{
    private const string AfterScheme = "://";

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static readonly char[] EndOfAuthority = ['/', '?', '#'];

    /// <summary>Reads <c>scheme://host[:port]…</c>, or says what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scheme">The scheme in lower case; empty if the text has none.</param>
    /// <param name="host">The host as it stands there: a name in any script, or an address (IPv6 in brackets).</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    public static bool TryRead(
        string text, out string scheme, [NotNullWhen(true)] out string? host, [NotNullWhen(false)] out string? problem)
    {
        scheme = "";
        host = null;
        problem = null;
        if (text.Contains('\\', StringComparison.Ordinal))
        {
            problem = "contains a backslash, which some programs read as '/' and others do not";
        }
        else if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            problem = "contains a blank, a tab or another character that cannot be seen";
        }
        else
        {
            int end = text.IndexOf(AfterScheme, StringComparison.Ordinal);
            scheme = end > 0 && IsScheme(text.AsSpan(0, end)) ? text[..end].ToLowerInvariant() : "";
            string authority = end < 0 ? text : text[(end + AfterScheme.Length)..];
            authority = end >= 0 && authority.IndexOfAny(EndOfAuthority) is var stop and >= 0 ? authority[..stop] : authority;
            problem = end >= 0 && scheme.Length == 0 ? "does not begin with a scheme, as https://" : ProblemOf(authority, out host);
        }

        host = problem is null ? host : null;
        return problem is null;
    }

    private static string? ProblemOf(string authority, out string host)
    {
        host = authority;
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return "has a user part ('@'): what stands before it is no host, and only looks like one";
        }

        if (authority.Contains('%', StringComparison.Ordinal))
        {
            return "has a percent sign in its host: write the name itself";
        }

        int colon = authority.LastIndexOf(':');
        bool isPort = colon >= 0
            && !authority.EndsWith(']')
            && (authority.IndexOf(':', StringComparison.Ordinal) == colon || authority[colon - 1] == ']');
        if (isPort)
        {
            host = authority[..colon];
            if (host.Length > 0 && !IsPort(authority.AsSpan(colon + 1)))
            {
                return "has a ':' without a port after it: a port is a number from 1 to 65535, and a URL has '://' after its scheme";
            }
        }

        return host.Length == 0 ? "names no host" : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text is not ['0', ..] && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsScheme(ReadOnlySpan<char> text) =>
        char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(SchemeCharacters);
}
