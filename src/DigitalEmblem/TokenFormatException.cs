namespace DigitalEmblem;

/// <summary>What kept bytes from being read.</summary>
public enum FormatFault
{
    /// <summary>They are not of the format.</summary>
    Malformed = 0,

    /// <summary>They are of the format, in a version or with an algorithm, key type or critical header that is not supported.</summary>
    Unsupported,

    /// <summary>A limit of <see cref="TokenLimits"/> was exceeded: reading stopped there, so nothing is known of the bytes.</summary>
    LimitExceeded,
}

/// <summary>
/// Bytes or text that are not a token, key or bundle of the format asked for. The message says what was expected and
/// found; it never repeats bytes.
/// </summary>
public sealed class TokenFormatException : FormatException
{
    internal TokenFormatException(string message, string? path = null, long? offset = null, FormatFault fault = FormatFault.Malformed)
        : base(Describe(message, path, offset))
    {
        Reason = Printable.Cut(message, TokenLimits.MaxMessageLength);
        Path = path;
        Offset = offset;
        Fault = fault;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Where in the structure, for example <c>payload.log[1].hash</c>; null if it is the whole.</summary>
    public string? Path { get; }

    /// <summary>The byte (or character) in the structure that holds <see cref="Path"/>, counted from 0; null if not known.</summary>
    public long? Offset { get; }

    /// <summary>Whether it is wrong, unsupported or too large.</summary>
    public FormatFault Fault { get; }

    /// <summary>Reads a part of a structure, so that its faults name the whole path.</summary>
    internal static T InPath<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TokenFormatException e)
        {
            throw e.Within(path);
        }
    }

    internal TokenFormatException Within(string path) =>
        new(Reason, Path is null ? path : $"{path}{(Path.StartsWith('[') ? "" : ".")}{Path}", Offset, Fault);

    private static string Describe(string message, string? path, long? offset) =>
        Printable.Cut(Placed(message, path, offset), TokenLimits.MaxMessageLength);

    private static string Placed(string message, string? path, long? offset) =>
        (path, offset) switch
        {
            (null, null) => message,
            (null, _) => $"{message} (at byte {offset})",
            (_, null) => $"{path}: {message}",
            _ => $"{path}: {message} (at byte {offset})",
        };
}
