using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Publishing;

/// <summary>
/// The one rule by which command and issuer read a passphrase or PIN from a file: it stands on the first line, and the
/// other lines are not read.
/// </summary>
internal static class SecretLine
{
    /// <summary>The most bytes of the line. No secret is longer, and a device may give bytes without end.</summary>
    public const int MaxBytes = 4096;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The first line without its end and without a mark of UTF-8; it may be empty.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="fault">If the result is null, what is wrong with the file, as the rest of a sentence that begins with its name.</param>
    public static string? Read(Stream stream, out string? fault)
    {
        var buffer = new byte[MaxBytes + 1];
        try
        {
            int length = 0, end = -1;
            for (int read; end < 0
                && length < buffer.Length
                && (read = stream.Read(buffer, length, buffer.Length - length)) > 0; length += read)
            {
                // A pipe may stay open after the line, so do not wait for more after it.
                int at = buffer.AsSpan(length, read).IndexOfAny((byte)'\n', (byte)'\r');
                end = at < 0 ? -1 : length + at;
            }

            if (end < 0 && length > MaxBytes)
            {
                fault = $"has a first line of more than {MaxBytes} bytes, and no secret is that long";
                return null;
            }

            fault = null;
            return Utf8.GetString(buffer, 0, end < 0 ? length : end).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            // The message of the exception shows the bytes of the secret, so do not repeat it.
            fault = "is not UTF-8 text: the secret stands on its first line, and nothing before it";
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
