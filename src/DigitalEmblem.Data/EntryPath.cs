using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DigitalEmblem.Data;

/// <summary>
/// The path of an entry below the marked folder: components of bytes, divided by <c>/</c> (data-emblem, entries and
/// paths). A file system's names are bytes that need not be UTF-8, so a path is no text.
/// </summary>
/// <remarks>
/// Each component has 1 to 255 bytes, without NUL and <c>/</c>, and is neither <c>.</c> nor <c>..</c>; the path has at most 4,096 bytes and
/// begins and ends with a component. Paths are in order where <c>/</c> counts as 00, which is the order in which a walk meets them that
/// sorts each folder by its names' bytes.
/// </remarks>
public sealed class EntryPath : IEquatable<EntryPath>, IComparable<EntryPath>
{
    /// <summary>The most bytes of a path.</summary>
    public const int MaxLength = 4096;

    /// <summary>The most bytes of a component.</summary>
    public const int MaxComponentLength = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;

    private EntryPath(byte[] bytes) => _bytes = bytes;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a path.</summary>
    /// <param name="bytes">Its bytes; they are copied.</param>
    /// <exception cref="FormatException"><paramref name="bytes"/> are no path.</exception>
    public static EntryPath Of(ReadOnlySpan<byte> bytes) => TryOf(bytes, out EntryPath? path)
        ? path
        : throw new FormatException(
            "These bytes are not the path of an entry: components of 1 to 255 bytes, 4,096 in all, none '.' or '..'.");

    /// <summary>Reads a path, or says that the bytes are none.</summary>
    /// <param name="bytes">Its bytes; they are copied.</param>
    /// <param name="path">The path, or null.</param>
    public static bool TryOf(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EntryPath? path)
    {
        path = IsPath(bytes) ? new EntryPath(bytes.ToArray()) : null;
        return path is not null;
    }

    /// <summary>Compares two paths in the order of a manifest.</summary>
    /// <param name="left">The bytes of one.</param>
    /// <param name="right">The bytes of the other.</param>
    /// <returns>Less than, equal to or more than 0.</returns>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length - right.Length
            : Weight(left[same]) - Weight(right[same]);
    }

    /// <inheritdoc/>
    public int CompareTo(EntryPath? other) => other is null ? 1 : Compare(_bytes, other._bytes);

    /// <summary>The path as text if it is UTF-8, else null. It may hold characters that are not fit for a terminal.</summary>
    public string? ToText()
    {
        try
        {
            return Strict.GetString(_bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The path for a person: what is not UTF-8 or not printable is shown as an escape.</summary>
    public override string ToString() => Printable.Text(Encoding.UTF8.GetString(_bytes));

    /// <inheritdoc/>
    public bool Equals(EntryPath? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EntryPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>Whether both are the same path.</summary>
    public static bool operator ==(EntryPath? left, EntryPath? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether the paths differ.</summary>
    public static bool operator !=(EntryPath? left, EntryPath? right) => !(left == right);

    /// <summary>Whether one is before the other.</summary>
    public static bool operator <(EntryPath? left, EntryPath? right) => left is null ? right is not null : left.CompareTo(right) < 0;

    /// <summary>Whether one is after the other.</summary>
    public static bool operator >(EntryPath? left, EntryPath? right) => right < left;

    /// <summary>Whether one is not after the other.</summary>
    public static bool operator <=(EntryPath? left, EntryPath? right) => !(right < left);

    /// <summary>Whether one is not before the other.</summary>
    public static bool operator >=(EntryPath? left, EntryPath? right) => !(left < right);

    private static int Weight(byte value) => value == (byte)'/' ? 0 : value;

    private static bool IsPath(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength || bytes.Contains((byte)0))
        {
            return false;
        }

        foreach (Range range in bytes.Split((byte)'/'))
        {
            ReadOnlySpan<byte> component = bytes[range];
            if (component.Length is 0 or > MaxComponentLength || component.SequenceEqual("."u8) || component.SequenceEqual(".."u8))
            {
                return false;
            }
        }

        return true;
    }
}
