using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// The door through which bytes from elsewhere reach the platform's readers of keys, certificates and ASN.1 (decisions.md, 35). They throw
/// what they like for what they do not know, another kind on each platform: here that becomes the one format error.
/// </summary>
internal static class PlatformReader
{
    /// <summary>Reads, and calls it a format error if the platform does not.</summary>
    /// <param name="otherwise">What is wrong then, for a person.</param>
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

    /// <summary>Reads, or says that the platform does not.</summary>
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

    // That there is no memory says nothing of the bytes.
    private static bool IsRefusal(Exception exception) => exception is not (TokenFormatException or OutOfMemoryException);
}
