using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// A fully qualified domain name in its one canonical form: A-labels, lower case, without the trailing dot.
/// </summary>
/// <remarks>
/// Two names are equal if DNS would look up the same name (RFC 4343: ASCII letters compare without case). Labels hold
/// letters, digits, hyphens and underscores, 1 to 63 octets each, 253 characters in all (RFC 1035, 2.3.4). A name whose last
/// label is all digits is refused: it would be an IPv4 address to many readers.
/// </remarks>
public sealed class DomainName : IEquatable<DomainName>, IParsable<DomainName>
{
    /// <summary>The longest name in presentation form without its trailing dot, in characters (RFC 1035, 2.3.4).</summary>
    public const int MaxLength = 253;

    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    // Without ICU, .NET encodes Punycode but does not fold case: "Ü" would name a different host than "ü".
    private static readonly bool MapsInternationalNames = TryMap("\u00dc.example") == "xn--tda.example";

    private readonly string _text;

    private DomainName(string text) => _text = text;

    /// <summary>Whether every label could be that of a host (RFC 1123, 2.1): no underscores.</summary>
    public bool IsHostName => !_text.Contains('_', StringComparison.Ordinal);

    /// <summary>Reads a name as it stands on the wire: ASCII only, in any case, with or without one trailing dot.</summary>
    /// <param name="s">The name; international names as A-labels (<c>xn--…</c>).</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is not a domain name.</exception>
    public static DomainName Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out DomainName? name)
            ? name
            : throw new FormatException($"'{Printable.Text(s)}' is not a domain name: labels of 1 to 63 letters, digits and hyphens, "
                + "joined by dots, 253 characters at most (international names as A-labels, xn--…).");
    }

    /// <summary>Reads a name as it stands on the wire, or says that it is none.</summary>
    /// <param name="s">The text to read; null is no name.</param>
    /// <param name="result">The name, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out DomainName? result)
    {
        result = null;
        return s is not null && TryParse(s.AsSpan(), out result);
    }

    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DomainName? result)
    {
        result = null;
        text = text is [.., '.'] ? text[..^1] : text;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        // Only ASCII may be folded: the invariant lower case of U+212A (Kelvin sign) is 'k'.
        if (!System.Text.Ascii.IsValid(text))
        {
            return false;
        }

        string folded = text.ContainsAnyInRange('A', 'Z') ? text.ToString().ToLowerInvariant() : text.ToString();
        ReadOnlySpan<char> last = default;
        foreach (Range range in folded.AsSpan().Split('.'))
        {
            last = folded.AsSpan()[range];
            if (last.Length is 0 or > MaxLabelLength || last[0] == '-' || last[^1] == '-' || last.ContainsAnyExcept(LabelCharacters))
            {
                return false;
            }
        }

        if (!last.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        result = new DomainName(folded);
        return true;
    }

    /// <summary>Reads a name as a person types it: U-labels are converted to A-labels (UTS 46), full-width dots are dots.</summary>
    /// <param name="text">The name, international labels in either form.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">
    /// <paramref name="text"/> is no domain name, or needs ICU, which this host does not have.
    /// </exception>
    public static DomainName FromUnicode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (System.Text.Ascii.IsValid(text))
        {
            return Parse(text);
        }

        if (!MapsInternationalNames)
        {
            throw new FormatException(
                $"'{Printable.Text(text)}' is an international name, and this host has no ICU to convert it: "
                    + "write its A-label form (xn--…).");
        }

        return TryParse(TryMap(text), out DomainName? name)
            ? name
            : throw new FormatException($"'{Printable.Text(text)}' is not a domain name: it cannot be converted to A-labels (IDNA).");
    }

    /// <summary>Whether <paramref name="other"/> is this name or lies below it.</summary>
    /// <param name="other">The name that may lie within.</param>
    public bool Contains(DomainName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._text.EndsWith(_text, StringComparison.Ordinal)
            && (other._text.Length == _text.Length || other._text[^(_text.Length + 1)] == '.');
    }

    /// <summary>The name with U-labels, for display beside the A-label form, never instead of it: look-alikes differ only there.</summary>
    public string ToUnicode()
    {
        try
        {
            return new IdnMapping().GetUnicode(_text);
        }
        catch (ArgumentException)
        {
            return _text;
        }
    }

    /// <summary>The canonical form; <see cref="Parse(string)"/> reads it back.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(DomainName? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DomainName);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both are the same name.</summary>
    public static bool operator ==(DomainName? left, DomainName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the names differ.</summary>
    public static bool operator !=(DomainName? left, DomainName? right) => !(left == right);

    static DomainName IParsable<DomainName>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<DomainName>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DomainName result) =>
        TryParse(s, out result);

    private static string? TryMap(string text)
    {
        try
        {
            return new IdnMapping().GetAscii(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
