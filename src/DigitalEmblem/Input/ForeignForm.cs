using System.Text;
using System.Text.Unicode;

namespace DigitalEmblem;

/// <summary>Names forms that hold no emblem that is read here, so that "could not find out" says what was seen and what to bring.</summary>
internal static class ForeignForm
{
    private static readonly (byte[] Start, string Name)[] Starts =
    [
        // Of a profile of this project, and no tokens of hosts (data-emblem).
        ("adem-signfile:"u8.ToArray(), "a sign of data with its manifest, which marks no host: 'emblem data check' reads it"),
        ("adem-manifest:"u8.ToArray(), "a manifest of data, which marks no host: 'emblem data check' reads it with its sign"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ("%PDF-"u8.ToArray(), "a PDF document"),
        ("PK\u0003\u0004"u8.ToArray(), "a ZIP archive, or a document of an office program"),
        ([0x1f, 0x8b], "a file compressed by gzip"),
        ([0xd0, 0xcf, 0x11, 0xe0], "a document of an office program, or a message of Outlook"),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], "a program"),
        ([0xd4, 0xc3, 0xb2, 0xa1], "a capture of packets"),
        ([0x0a, 0x0d, 0x0d, 0x0a], "a capture of packets"),
        ([0xff, 0xfe, 0, 0], "UTF-32"),
        ([0, 0, 0xfe, 0xff], "UTF-32"),
        ([0xff, 0xfe], "UTF-16 that was cut or mixed with another encoding"),
        ([0xfe, 0xff], "UTF-16 that was cut or mixed with another encoding"),
    ];

    private static readonly string[] PageBeginnings = ["<!doctype html", "<html", "<head", "<body", "<!--"];

    /// <summary>What bytes are by how they begin, in words; null if that says nothing.</summary>
    public static string? KnownStart(ReadOnlySpan<byte> input)
    {
        foreach ((byte[] start, string name) in Starts)
        {
            if (input.StartsWith(start))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>What bytes that are neither text nor CBOR of ours seem to be, in words.</summary>
    public static string NameOf(ReadOnlySpan<byte> input)
    {
        int nulls = input.Count((byte)0);
        if (nulls * 3 > input.Length && input.Length > 3)
        {
            return "UTF-16 without its mark, or mixed with another encoding; save it as UTF-8";
        }

        return nulls > 0 ? "binary data of no form that is read here"
            : Utf8.IsValid(input) ? "text with control characters, such as the colours of a terminal"
            : IsMostlyAscii(input) ? "text in an encoding other than UTF-8, such as Windows-1252"
            : "binary data of no form that is read here";
    }

    /// <summary>The form of a text that is read as a whole or not at all, in words; null for lines.</summary>
    public static string? NameOf(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return IsHtml(start) ? "an HTML page"
            : start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<svg", StringComparison.OrdinalIgnoreCase)
                ? "an XML document"
                : null;
    }

    /// <summary>Whether a text is an HTML page, as a web server sends for everything that it does not have.</summary>
    public static bool IsHtml(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        foreach (string beginning in PageBeginnings)
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMostlyAscii(ReadOnlySpan<byte> input)
    {
        int ascii = 0;
        foreach (byte b in input)
        {
            ascii += b is (>= 0x20 and < 0x7f) or (byte)'\n' or (byte)'\r' or (byte)'\t' ? 1 : 0;
        }

        return ascii * 10L > input.Length * 8L;
    }
}
