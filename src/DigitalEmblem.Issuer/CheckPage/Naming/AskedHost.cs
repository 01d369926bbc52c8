using System.Diagnostics.CodeAnalysis;
using System.Net;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.CheckPage.Naming;

/// <summary>
/// The host name that a person enters, in any script, or with an address of the web around it. What no public look-up should be asked is
/// refused before anything is asked: names of a network of its own would tell strangers what a resolver inside it knows.
/// </summary>
internal static class AskedHost
{
    /// <summary>The most characters of an entry that are shown again.</summary>
    public const int LongestShown = 300;

    // Special-use names (RFC 6761, 6762, 7686, 8375, 9476), ICANN's name for private use, and what names addresses.
    private static readonly DomainName[] Private =
    [
        .. new[] { "local", "internal", "arpa", "onion", "localhost", "alt", "invalid" }.Select(DomainName.Parse),
    ];

    /// <summary>Reads a host name; of one that is refused it gives the reason.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out DomainName? name, [NotNullWhen(false)] out Sentence? fault)
    {
        (name, fault) = (null, null);
        string entered = (text ?? "").Trim();
        if (entered.Length == 0)
        {
            fault = Sentence.Of($"Enter a host name, as www.example.org.");
        }
        else if (entered.Length > Printable.MaxLength * 4)
        {
            fault = Sentence.Of($"This is longer than any host name: a name has 253 characters at most. Enter the name alone.");
        }
        else if (!UrlText.TryRead(entered, out _, out string? host, out _))
        {
            fault = IsAddress(entered) ? OfAddress() : OfNoName();
        }
        else if (IsAddress(host))
        {
            fault = OfAddress();
        }
        else if (!TryName(host, out name))
        {
            fault = OfNoName();
        }
        else
        {
            fault = OfPrivate(name);
            name = fault is null ? name : null;
        }

        return fault is null;
    }

    private static Sentence? OfPrivate(DomainName name)
    {
        if (!name.ToString().Contains('.', StringComparison.Ordinal))
        {
            return Sentence.Of($"This is one word, and no name in the public DNS. Enter the whole name, as www.example.org.");
        }

        return Array.Find(Private, p => p.Contains(name)) is { } end
            ? Sentence.Of($"Names that end in .{end} are not in the public DNS, so this page asks nobody about them. Ask on a machine in "
                + $"that network, with the command emblem check.")
            : null;
    }

    private static bool TryName(string host, [NotNullWhen(true)] out DomainName? name)
    {
        try
        {
            name = DomainName.FromUnicode(host);
        }
        catch (FormatException)
        {
            name = null;
        }

        return name is { IsHostName: true };
    }

    private static bool IsAddress(string text) => IPAddress.TryParse(text.Trim('[', ']'), out _);

    private static Sentence OfAddress() =>
        Sentence.Of($"This is an address, and emblems are found by name. Enter the name that leads to it, as www.example.org.");

    private static Sentence OfNoName() => Sentence.Of($"This is no host name. Enter letters, digits and hyphens with dots between them, as "
        + $"www.example.org; names in other scripts are taken, too.");
}
