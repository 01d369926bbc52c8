using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// Identifies a public key by the hash of its members: the COSE Key Thumbprint in the CWT profile (RFC 9679), the JWK Thumbprint in the JWS
/// profile (RFC 7638). As text 52 characters: base32, lower case, no padding (RFC 4648, 6). The default value identifies no key.
/// </summary>
/// <remarks>
/// An identifier is always computed from a key that is at hand; one that a sender asserts is never believed (validation, step 1).
/// </remarks>
public readonly struct KeyIdentifier : IEquatable<KeyIdentifier>, IParsable<KeyIdentifier>
{
    /// <summary>The length in bytes.</summary>
    public const int Length = Sha256Digest.Length;

    /// <summary>The length of the text form in characters.</summary>
    public const int TextLength = 52;

    private readonly Sha256Digest _digest;

    /// <summary>Takes over 32 bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Length"/> bytes.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes.</exception>
    public KeyIdentifier(ReadOnlySpan<byte> bytes) => _digest = new Sha256Digest(bytes);

    private KeyIdentifier(Sha256Digest digest) => _digest = digest;

    /// <summary>Reads the text form.</summary>
    /// <param name="s">52 characters of lower-case base32; capitals are read as well, as DNS labels may come back in any case.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="s"/> is no key identifier.</exception>
    public static KeyIdentifier Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, out KeyIdentifier result)
            ? result
            : throw new FormatException($"'{Printable.Text(s)}' is not a key identifier: {TextLength} characters of base32 (a-z, 2-7), as "
                + "'emblem key id' prints them.");
    }

    /// <summary>Reads the text form, or says that it is none.</summary>
    /// <param name="s">The text to read; null is none.</param>
    /// <param name="result">The identifier, or the default value.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, out KeyIdentifier result)
    {
        result = default;
        if (s is null || s.Length != TextLength || Base32.Decode(s) is not { Length: Length } bytes)
        {
            return false;
        }

        result = new KeyIdentifier(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> destination) => _digest.CopyTo(destination);

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToArray() => _digest.ToArray();

    /// <summary>The text form; <see cref="Parse(string)"/> reads it back.</summary>
    public override string ToString() => Base32.Encode(_digest.ToArray());

    /// <inheritdoc/>
    public bool Equals(KeyIdentifier other) => _digest == other._digest;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is KeyIdentifier other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _digest.GetHashCode();

    /// <summary>Whether both identify the same key.</summary>
    public static bool operator ==(KeyIdentifier left, KeyIdentifier right) => left.Equals(right);

    /// <summary>Whether they identify different keys.</summary>
    public static bool operator !=(KeyIdentifier left, KeyIdentifier right) => !left.Equals(right);

    static KeyIdentifier IParsable<KeyIdentifier>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<KeyIdentifier>.TryParse(string? s, IFormatProvider? provider, out KeyIdentifier result) =>
        TryParse(s, out result);

    /// <summary>The identifier of the key whose thumbprint input is <paramref name="input"/>.</summary>
    internal static KeyIdentifier OfThumbprintInput(ReadOnlySpan<byte> input) => new(Sha256Digest.Of(input));
}
