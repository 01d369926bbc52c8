using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Codes that change with time (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits, as every authenticator has them. Which step was
/// used last is kept with the key (<see cref="Domain.Credential.TryUseStep"/>), so that no code is taken twice.
/// </summary>
internal static class Totp
{
    /// <summary>The size of a new key (RFC 4226, 4: 160 bits recommended).</summary>
    public const int KeyBytes = 20;

    /// <summary>The digits of a code.</summary>
    public const int Digits = 6;

    private const int StepSeconds = 30, Modulus = 1_000_000;

    // The clock of a telephone may be off by so many steps (RFC 6238, 5.2).
    private const int Drift = 1;

    /// <summary>Makes a key.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The time step of an instant.</summary>
    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a time step.</summary>
    public static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8], mac = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and authenticators use SHA-1; as a MAC it is not broken.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        // Dynamic truncation (RFC 4226, 5.3).
        int code = (BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue) % Modulus;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The time step whose code this is, the latest first; null if it is none of those around now.</summary>
    /// <param name="key">The key.</param>
    /// <param name="code">What the person typed; spaces do not count, and digits may be those of other scripts.</param>
    /// <param name="at">The present.</param>
    public static long? StepOf(ReadOnlySpan<byte> key, string code, DateTimeOffset at)
    {
        byte[] typed = Encoding.UTF8.GetBytes(TypedDigits.Plain(code).Replace(" ", "", StringComparison.Ordinal));
        long? found = null;
        for (long step = StepAt(at) - Drift; step <= StepAt(at) + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(key, step)), typed))
            {
                found = step;
            }
        }

        return found;
    }
}
