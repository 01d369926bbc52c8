using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// Passes bytes from outside to the platform's readers of keys, certificates and ASN.1 (decisions.md, 35). These readers refuse bytes with
/// exceptions of many types, which differ between platforms. Here each of them becomes the one format error.
/// </summary>
internal static class PlatformReader
{
    /// <summary>Reads; throws a format error if the platform refuses the bytes.</summary>
    /// <param name="otherwise">The message of that error, for a person.</param>
    /// <param name="read">Reads; its own format errors pass.</param>
    public static T Read<T>(string otherwise, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new TokenFormatException(otherwise);
        }
    }

    /// <summary>Reads; false if the platform refuses the bytes.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="result">What was read.</param>
    public static bool TryRead<T>(Func<T?> read, [NotNullWhen(true)] out T? result)
    {
        try
        {
            result = read();
            return result is not null;
        }
        catch (Exception e) when (e is TokenFormatException || IsRefusal(e))
        {
            result = default;
            return false;
        }
    }

    // A lack of memory says nothing about the bytes, so it is not a format error.
    private static bool IsRefusal(Exception exception) => exception is not (TokenFormatException or OutOfMemoryException);
}
