using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace DigitalEmblem.Cli.Input;

/// <summary>Host names as people paste them: a name in any script, or a URL.</summary>
internal static class HostName
{
    public static DomainName Parse(string text) => TryParse(text, out DomainName? name, out string? problem) ? name : throw new UsageException(problem);

    /// <summary>Reads it, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DomainName? name, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        // Most are plain names.
        if (DomainName.TryParse(text, out name))
        {
            return true;
        }

        string host = HostOf(text.Trim());
        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            problem = $"'{Printable.Text(text)}' is an address, and emblems are found by name. Which names lead to it, --suggest-names asks; what counts is the name you ask about.";
            return false;
        }

        try
        {
            name = DomainName.FromUnicode(host);
            return true;
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private static string HostOf(string host)
    {
        int scheme = host.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            host = host[(scheme + 3)..];
            host = host[..(host.IndexOfAny(['/', '?', '#']) is var end and >= 0 ? end : host.Length)];
            host = host[(host.LastIndexOf('@') + 1)..];
        }

        int colon = host.LastIndexOf(':');
        return colon >= 0 && !host.EndsWith(']') && host.IndexOf(':', StringComparison.Ordinal) == colon && host[(colon + 1)..].All(char.IsAsciiDigit) ? host[..colon] : host;
    }
}
