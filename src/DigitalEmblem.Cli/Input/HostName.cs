using System.Diagnostics.CodeAnalysis;
using System.Net;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>Host names as people paste them: a name in any script, or a URL.</summary>
internal static class HostName
{
    public static DomainName Parse(string text) =>
        TryParse(text, out DomainName? name, out Sentence? problem) ? name : throw new UsageException(problem);

    /// <summary>Reads a host name; of one that is refused it gives the reason.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DomainName? name, [NotNullWhen(false)] out Sentence? problem)
    {
        problem = null;
        // Most are plain names.
        if (DomainName.TryParse(text, out name))
        {
            return true;
        }

        if (!UrlText.TryRead(text.Trim(), out _, out string? host, out string? wrong))
        {
            problem = IPAddress.TryParse(text.Trim().Trim('[', ']'), out _)
                ? AddressInstead(text)
                : $"'{Printable.Text(text)}' {HandedWords.Text(wrong)}.";
            return false;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            problem = AddressInstead(text);
            return false;
        }

        try
        {
            name = DomainName.FromUnicode(host);
            return true;
        }
        catch (FormatException e)
        {
            problem = Sentence.Of(e);
            return false;
        }
    }

    private static Sentence AddressInstead(string text) =>
        $"'{Printable.Text(text)}' is an address, and emblems are found by name. Which names lead to it, --suggest-names asks; "
        + $"what counts is the name you ask about.";
}
