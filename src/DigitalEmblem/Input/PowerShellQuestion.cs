namespace DigitalEmblem;

/// <summary>What a command line of <c>Resolve-DnsName</c> asks: PowerShell shows it in its errors, and at the prompt.</summary>
internal sealed record PowerShellQuestion(DomainName? Name, int? Type)
{
    /// <summary>Without <c>-Type</c>, addresses of both kinds are asked for; that is no question for emblems.</summary>
    private const int Addresses = DnsType.A;

    // Other switches change which server is asked, or take a value that could be read as a name.
    private static readonly string[] PlainSwitches =
        ["-DnsOnly", "-TcpOnly", "-DnssecOk", "-DnssecCd", "-NoHostsFile", "-QuickTimeout", "-NoIdn"];

    /// <summary>Reads a command line; null if it is none of <c>Resolve-DnsName</c>, or not in a plain form.</summary>
    public static PowerShellQuestion? Read(string command)
    {
        string[] words = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(words, w => w.TrimStart('(').Equals("Resolve-DnsName", StringComparison.OrdinalIgnoreCase));
        if (at != 0)
        {
            return null;
        }

        var positional = new List<string>();
        string? name = null, type = null;
        for (int i = 1; i < words.Length && words[i] is not ("|" or ">" or "2>&1" or "*>"); i++)
        {
            string word = words[i];
            string? next = i + 1 < words.Length ? Plain(words[i + 1]) : null;
            if (word.Equals("-Name", StringComparison.OrdinalIgnoreCase))
            {
                (name, i) = (next, i + 1);
            }
            else if (word.Equals("-Type", StringComparison.OrdinalIgnoreCase))
            {
                (type, i) = (next, i + 1);
            }
            else if (word.Equals("-Server", StringComparison.OrdinalIgnoreCase))
            {
                i++;
            }
            else if (!word.StartsWith('-'))
            {
                positional.Add(Plain(word));
            }
            else if (!PlainSwitches.Contains(Plain(word), StringComparer.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        name ??= positional.ElementAtOrDefault(0);
        type ??= positional.ElementAtOrDefault(1);
        return new PowerShellQuestion(
            DomainName.TryParse(name, out DomainName? asked) ? asked : null,
            type is null ? Addresses : type.Equals("ALL", StringComparison.OrdinalIgnoreCase) ? RecordTypes.Any : RecordTypes.Number(type));
    }

    /// <summary>
    /// A value without quotation marks and without what follows a closing parenthesis: <c>(Resolve-DnsName 'x' TXT).Strings</c>.
    /// </summary>
    private static string Plain(string word) => word.Split(')')[0].Trim('\'', '"');
}
