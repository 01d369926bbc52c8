using System.Text;

namespace DigitalEmblem;

/// <summary>What a document at the well-known address is: tokens, a page for people, nothing, or something else (decisions.md,
/// 11).</summary>
internal static class WellKnownDocument
{
    private const int BytesMajor = 2, ArrayMajor = 4, MapMajor = 5, TagMajor = 6;

    // The beginning of a document is looked for within this many bytes, after white space and byte order marks.
    private const int Beginning = 1024;

    /// <summary>Whether nothing is there.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> content) => content.Length <= Beginning && Text(content).Length == 0;

    /// <summary>Whether it is HTML: it begins so, or with any element, and the server says that it is.</summary>
    /// <param name="content">The document.</param>
    /// <param name="type">The type that the server states.</param>
    public static bool IsPage(ReadOnlySpan<byte> content, string? type) =>
        ForeignForm.IsHtml(Text(content)) || (IsPageType(type) && IsMarkup(content));

    /// <summary>Whether it begins with an element: none of our forms does.</summary>
    public static bool IsMarkup(ReadOnlySpan<byte> content) => Text(content).StartsWith('<');

    /// <summary>Whether a server says that it is HTML.</summary>
    public static bool IsPageType(string? type) => type?.ToLowerInvariant() is "text/html" or "application/xhtml+xml";

    /// <summary>Whether a token or a key is there, or something that claims to be one.</summary>
    /// <param name="content">The document.</param>
    /// <param name="tokens">What was read of it.</param>
    public static bool HoldsTokens(ReadOnlySpan<byte> content, UnverifiedTokens tokens) =>
        tokens.Items.Any(i => i.Token is not null || i.Key is not null || i.Profile == TokenProfile.Jws)
        || (tokens.Items.Any(i => i.Profile == TokenProfile.Cwt) && BeginsAsTokens(content));

    /// <summary>A tag, or a list of byte strings of which the first begins with a tag or a key: images and archives begin
    /// otherwise.</summary>
    private static bool BeginsAsTokens(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || Major(content) == TagMajor)
        {
            return !content.IsEmpty;
        }

        ReadOnlySpan<byte> first = Major(content) == ArrayMajor ? AfterHead(content) : [];
        ReadOnlySpan<byte> inside = !first.IsEmpty && Major(first) == BytesMajor ? AfterHead(first) : first;
        return !inside.IsEmpty && Major(inside) is (TagMajor or MapMajor);
    }

    private static int Major(ReadOnlySpan<byte> item) => item[0] >> 5;

    /// <summary>What follows the head of an item, which has one byte or up to eight more.</summary>
    private static ReadOnlySpan<byte> AfterHead(ReadOnlySpan<byte> item)
    {
        int head = 1 + ((item[0] & 0x1f) switch { 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => 0 });
        return item.Length > head ? item[head..] : [];
    }

    /// <summary>The beginning of a text in UTF-8 or UTF-16, without byte order marks and white space before it.</summary>
    private static string Text(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> first = content[..Math.Min(content.Length, Beginning)];
        string text = first is [0xff, 0xfe, ..] ? Encoding.Unicode.GetString(first)
            : first is [0xfe, 0xff, ..] ? Encoding.BigEndianUnicode.GetString(first)
            : Encoding.UTF8.GetString(first);
        return text.TrimStart('\ufeff', ' ', '\t', '\r', '\n', '\f');
    }
}
