using System.Collections.Frozen;

namespace DigitalEmblem;

/// <summary>
/// Domains under which a registry registers names of others, such as <c>co.uk</c>: the ICANN section of the Public Suffix List, in a copy
/// whose date stands in the file (decisions.md, 34).
/// </summary>
internal static class PublicSuffixes
{
    private const string Resource = "DigitalEmblem.Identifiers.public-suffixes.txt";
    private const string AnyLabel = "*.";
    private const char Exception = '!';

    private static readonly Lazy<FrozenSet<string>> Rules = new(Read);

    /// <summary>
    /// Whether names of others lie below this one, by the rules of the list: below one label they always do, and below the parent of a
    /// wildcard (<c>sch.uk</c>, where the list has <c>*.sch.uk</c>) as below what the wildcard covers. An exception beats a wildcard.
    /// </summary>
    public static bool Contains(DomainName name)
    {
        ReadOnlySpan<char> text = name.ToString();
        int dot = text.IndexOf('.');
        if (dot < 0)
        {
            return true;
        }

        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> rules = Rules.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        if (rules.Contains(text))
        {
            return true;
        }

        // A name has 253 characters at most, and a rule one or two more.
        Span<char> rule = stackalloc char[DomainName.MaxLength + AnyLabel.Length];
        AnyLabel.CopyTo(rule);
        text.CopyTo(rule[AnyLabel.Length..]);
        if (rules.Contains(rule[..(AnyLabel.Length + text.Length)]))
        {
            return true;
        }

        ReadOnlySpan<char> parent = text[(dot + 1)..];
        parent.CopyTo(rule[AnyLabel.Length..]);
        if (!rules.Contains(rule[..(AnyLabel.Length + parent.Length)]))
        {
            return false;
        }

        rule[0] = Exception;
        text.CopyTo(rule[1..]);
        return !rules.Contains(rule[..(1 + text.Length)]);
    }

    private static FrozenSet<string> Read()
    {
        using Stream stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var rules = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            {
                rules.Add(line);
            }
        }

        return rules.ToFrozenSet(StringComparer.Ordinal);
    }
}
