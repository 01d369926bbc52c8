using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>
/// An evidence file in a hidden field. Nothing is kept on the server, so the form of an answer carries its evidence, and the download sends
/// it back: this works without JavaScript and under the content security policy.
/// </summary>
internal static class PackedEvidence
{
    /// <summary>The most characters that a page carries. A page has 60 kB with all that stands on it.</summary>
    public const int MostCharacters = 40_000;

    // What an answer of DNS and some chains come to, unpacked. A stranger can write the field, and pack much into little.
    private const int MostBytes = 2 << 20;

    /// <summary>Packs a file; null if it would be too large for a page.</summary>
    public static string? Of(EvidenceFile file)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            brotli.Write(file.ToJson());
        }

        return Base64Url.GetEncodedLength((int)packed.Length) is var length && length <= MostCharacters
            ? Base64Url.EncodeToString(packed.ToArray())
            : null;
    }

    /// <summary>
    /// Reads a field back. It accepts evidence files only, because a stranger can write the field, and the page offers it for download.
    /// </summary>
    public static bool TryRead(string? field, [NotNullWhen(true)] out byte[]? json)
    {
        json = null;
        if (field is not { Length: > 0 and <= MostCharacters } || !Base64Url.IsValid(field))
        {
            return false;
        }

        try
        {
            using var packed = new BrotliStream(new MemoryStream(Base64Url.DecodeFromChars(field)), CompressionMode.Decompress);
            byte[] bytes = new byte[MostBytes + 1];
            int length = packed.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
            {
                return false;
            }

            json = EvidenceFile.Read(bytes.AsMemory(0, length)).ToJson();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or FormatException or TokenFormatException)
        {
            return false;
        }
    }
}
