using System.Net;

namespace DigitalEmblem.Cli.Input;

/// <summary>Host names as people paste them: a name in any script, or a URL.</summary>
internal static class HostName
{
    public static DomainName Parse(string text)
    {
        string host = text.Trim();
        int scheme = host.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            host = host[(scheme + 3)..];
            host = host[..(host.IndexOfAny(['/', '?', '#']) is var end and >= 0 ? end : host.Length)];
            host = host[(host.LastIndexOf('@') + 1)..];
        }

        int colon = host.LastIndexOf(':');
        if (colon >= 0 && !host.EndsWith(']') && host.IndexOf(':', StringComparison.Ordinal) == colon && host[(colon + 1)..].All(char.IsAsciiDigit))
        {
            host = host[..colon];
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            throw new UsageException($"'{Printable.Text(text)}' is an address, and emblems are found by name. Which names lead to it, --suggest-names asks; what counts is the name you ask about.");
        }

        try
        {
            return DomainName.FromUnicode(host);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
