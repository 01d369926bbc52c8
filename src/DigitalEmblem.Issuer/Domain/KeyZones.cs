using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>The zones that an API key is bound to: it reaches the names at these, and below them, and no others.</summary>
internal sealed class KeyZones : IEquatable<KeyZones>
{
    /// <summary>How many a key has at most.</summary>
    public const int Most = 16;

    /// <summary>How many characters <see cref="ToString"/> writes at most.</summary>
    public const int LongestText = (Most * (DomainName.MaxLength + 1)) - 1;

    private const char Space = ' ';

    private readonly string _text;

    private KeyZones(IReadOnlyList<DomainName> zones)
    {
        Zones = zones;
        _text = string.Join(Space, zones);
    }

    /// <summary>The zones, in the order of their names; at least one.</summary>
    public IReadOnlyList<DomainName> Zones { get; }

    /// <summary>These zones.</summary>
    /// <returns>Null if there are none: then a key reaches every name.</returns>
    /// <exception cref="RefusedException">They are too many.</exception>
    public static KeyZones? Of(IEnumerable<DomainName> zones)
    {
        DomainName[] sorted = [.. zones.DistinctBy(z => z.ToString()).OrderBy(z => z.ToString(), StringComparer.Ordinal)];
        return sorted.Length switch
        {
            0 => null,
            > Most => throw new RefusedException(
                Refusal.Malformed, $"A key is bound to at most {Most} zones: name a zone above some of them, or make several keys."),
            _ => new KeyZones(sorted),
        };
    }

    /// <summary>Reads zones, with spaces between them.</summary>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="RefusedException">One is no domain name, or they are too many.</exception>
    public static KeyZones? Parse(string text) => Of(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(z => DomainName.TryParse(z, out DomainName? zone)
            ? zone
            : throw new RefusedException(Refusal.Malformed, $"A zone is a domain name in its DNS form (punycode for other letters).")));

    /// <summary>Whether a name is one of the zones, or lies below one.</summary>
    public bool Has(DomainName name)
    {
        string text = name.ToString();
        return Zones.Any(z => name == z || text.EndsWith($".{z}", StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] KeyZones? other) => other?._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyZones);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>All of them, with a space between two, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;
}
