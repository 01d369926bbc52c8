using System.Collections.Frozen;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>
/// Names of services that serve many customers from the same machines, from a short list whose source and date stand in it. A name that is
/// not on it can be one all the same.
/// </summary>
internal static class HostingSuffixes
{
    private const string Resource = "risks/hosting-suffixes.txt";

    private static readonly Lazy<FrozenDictionary<string, RiskKinds>> Known = new(Read);

    /// <summary>Of which kind of service a name is; none if it is of no service on the list.</summary>
    public static RiskKinds KindOf(DomainName name)
    {
        string text = name.ToString();
        for (int at = 0; at >= 0; at = text.IndexOf('.', at) is var dot and >= 0 ? dot + 1 : -1)
        {
            if (Known.Value.TryGetValue(text[at..], out RiskKinds kind))
            {
                return kind;
            }
        }

        return RiskKinds.None;
    }

    /// <summary>The list.</summary>
    public static IReadOnlyDictionary<string, RiskKinds> All => Known.Value;

    private static FrozenDictionary<string, RiskKinds> Read()
    {
        using Stream stream = typeof(HostingSuffixes).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Trim().Split(' ')).ToFrozenDictionary(
            f => f[1],
            f => f[0] switch
            {
                "cdn" => RiskKinds.Cdn,
                "shared" => RiskKinds.SharedHosting,
                _ => throw new InvalidDataException($"{Resource}: '{f[0]}' is no kind."),
            });
    }
}
