using System.Globalization;
using System.Text;

namespace DigitalEmblem.Data.Places;

/// <summary>
/// The sign line in the comment on a database, among what people have written (data-emblem, comment on a database). Comments are bytes,
/// because the databases of one server may have several encodings.
/// </summary>
internal static class CommentSign
{
    /// <summary>The most bytes of a comment that is read or written.</summary>
    public const int MaxComment = 1 << 20;

    /// <summary>The most bytes of a sign file in a comment.</summary>
    public const int MaxSignFile = 48 << 10;

    private const string Part = "comment";
    private const byte LineFeed = (byte)'\n';

    private static ReadOnlySpan<byte> AnyVersion => "adem-sign:"u8;

    private static ReadOnlySpan<byte> Prefix => "adem-sign:1:"u8;

    /// <summary>Whether a comment has a sign line.</summary>
    /// <exception cref="DataFormatException">It has several.</exception>
    public static bool IsIn(ReadOnlySpan<byte> comment) => Find(comment).Length > 0;

    /// <summary>The sign file in a comment that has a sign line; null if the line is one of another version.</summary>
    /// <exception cref="DataFormatException">There are several lines, or the line is malformed.</exception>
    public static byte[]? Read(ReadOnlySpan<byte> comment)
    {
        (int start, int length) = Find(comment);
        ReadOnlySpan<byte> line = comment.Slice(start, length);
        if (!line.StartsWith(Prefix))
        {
            return IsOtherVersion(line[AnyVersion.Length..])
                ? null
                : throw Malformed("a sign line does not begin with 'adem-sign:1:'", start);
        }

        ReadOnlySpan<byte> text = line[Prefix.Length..];
        return text.Length > 4 * MaxSignFile / 3 ? throw Malformed($"a sign of more than {MaxSignFile} bytes", start)
            : Ascii.IsValid(text) && Base64UrlText.TryDecode(Encoding.ASCII.GetString(text), out byte[]? file) ? file
            : throw Malformed("a sign line that is not base64url without padding: it was cut or altered", start);
    }

    /// <summary>A comment with a sign line at its end, in place of the one that it may have.</summary>
    /// <exception cref="ArgumentException">The sign, or the comment, would be too long.</exception>
    /// <exception cref="DataFormatException">It has several sign lines.</exception>
    public static byte[] With(ReadOnlySpan<byte> comment, ReadOnlySpan<byte> signFile)
    {
        byte[] text = Without(comment);
        byte[] sign = Encoding.ASCII.GetBytes(Base64UrlText.Encode(signFile));
        byte[] whole = [.. text, .. text.Length > 0 ? "\n"u8 : [], .. Prefix, .. sign];
        return signFile.Length > MaxSignFile
            ? throw new ArgumentException($"The sign has {signFile.Length:N0} bytes, more than a comment holds: {MaxSignFile:N0}.")
            : whole.Length > MaxComment
                ? throw new ArgumentException($"With the sign, the comment would be longer than {MaxComment:N0} bytes.")
                : whole;
    }

    /// <summary>A comment without its sign line; the rest stays byte by byte.</summary>
    /// <exception cref="DataFormatException">It has several sign lines.</exception>
    public static byte[] Without(ReadOnlySpan<byte> comment)
    {
        (int start, int length) = Find(comment);
        int end = start + length;
        return length == 0 ? comment.ToArray()
            : start > 0 ? [.. comment[..(start - 1)], .. comment[end..]]
            : comment[Math.Min(end + 1, comment.Length)..].ToArray();
    }

    private static (int Start, int Length) Find(ReadOnlySpan<byte> comment)
    {
        (int Start, int Length) found = default;
        int lines = 0;
        foreach (Range range in comment.Split(LineFeed))
        {
            if (comment[range].StartsWith(AnyVersion))
            {
                found = range.GetOffsetAndLength(comment.Length);
                lines++;
            }
        }

        return lines > 1
            ? throw Malformed(string.Create(CultureInfo.InvariantCulture, $"{lines} sign lines, and nothing says which one counts"), 0)
            : found;
    }

    private static bool IsOtherVersion(ReadOnlySpan<byte> rest)
    {
        const int MostDigits = 9;
        int digits = rest.IndexOf((byte)':');
        return digits is > 0 and <= MostDigits && rest[0] != (byte)'0' && !rest[..digits].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static DataFormatException Malformed(string reason, int offset) => new(reason, Part, offset);
}
