using System.Globalization;

namespace DigitalEmblem.Data;

/// <summary>
/// Bytes or text that are not of the format asked for: a root, head, page, manifest, bundle or sign file (data-emblem). It is the only
/// exception that their content causes. The message says what was expected and found, and where.
/// </summary>
public sealed class DataFormatException : FormatException
{
    internal DataFormatException(string reason, string part, long? offset = null)
        : base(Describe(reason, part, offset))
    {
        Reason = reason;
        Part = part;
        Offset = offset;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>
    /// Which part it stands in: <c>root</c>, <c>head</c>, <c>page 0</c> (counted from 0), <c>manifest</c>, <c>bundle</c>, <c>comment</c>,
    /// <c>sign file</c>.
    /// </summary>
    public string Part { get; }

    /// <summary>The byte of that part, counted from 0; null if it is the whole.</summary>
    public long? Offset { get; }

    internal static DataFormatException From(TokenFormatException fault, string part) =>
        new(fault.Path is null ? fault.Reason : $"{fault.Path}: {fault.Reason}", part, fault.Offset);

    private static string Describe(string reason, string part, long? offset) =>
        offset is null ? $"{part}: {reason}" : string.Create(CultureInfo.InvariantCulture, $"{part}: {reason} (at byte {offset})");
}
