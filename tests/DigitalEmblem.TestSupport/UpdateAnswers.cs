using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// Answers to updates, honest or not, written byte by byte from RFC 2136 and RFC 8945. They use no code of the library, so that they do
/// not share its mistakes. nsupdate accepts the honest ones.
/// </summary>
public static class UpdateAnswers
{
    public const int NoError = 0, FormErr =
        1, ServFail = 2, NxDomain = 3, NotImp = 4, Refused = 5, YxDomain = 6, YxRrset = 7, NxRrset = 8, NotAuth = 9, NotZone = 10;

    public const int BadSig = 16, BadKey = 17, BadTime = 18, BadTrunc = 22;

    /// <summary>An answer without TSIG.</summary>
    public static byte[] Unsigned(byte[] request, int code, bool withZone = true)
    {
        byte[] answer =
        [
            request[0], request[1], 0xa8, (byte)code, 0, (byte)(withZone ? 1 : 0), 0, 0, 0, 0, 0, 0, .. withZone ? ZoneSection(request) : []
        ];
        return answer;
    }

    /// <summary>An answer signed with a key.</summary>
    public static byte[] Signed(byte[] request, int code, SigningOptions options)
    {
        byte[] unsigned = Unsigned(request, code);
        byte[] variables =
        [
            .. Name(options.KeyName), 0, 255, 0, 0, 0, 0, .. Name(options.Algorithm), .. Time(options.At), .. U16(options.Fudge),
            .. U16(options.Error), .. U16(options.Other.Length), .. options.Other
        ];
        byte[] requestMac = options.RequestMac ?? RequestMac(request, options.Algorithm);
        byte[] mac = options.Truncate(
            Hmac(options.Algorithm, options.Secret, [.. U16(requestMac.Length), .. requestMac, .. unsigned, .. variables]));
        return WithTsig(unsigned, options, mac, options.OriginalId ?? BinaryPrimitives.ReadUInt16BigEndian(request));
    }

    /// <summary>An answer with a TSIG record without a MAC, as servers send it for a bad key or signature.</summary>
    public static byte[] WithError(byte[] request, SigningOptions options) =>
        WithTsig(Unsigned(request, NotAuth), options, [], BinaryPrimitives.ReadUInt16BigEndian(request));

    /// <summary>The MAC of a request that ends in a TSIG record without other data.</summary>
    public static byte[] RequestMac(byte[] request, string algorithm = "hmac-sha256") => request[^(6 + Hmac(algorithm, [], []).Length)..^6];

    public static byte[] Time(DateTimeOffset at)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeSeconds());
        return bytes[2..];
    }

    public static byte[] Hmac(string algorithm, byte[] secret, byte[] data) => algorithm switch
    {
        "hmac-sha256" => HMACSHA256.HashData(secret, data),
        "hmac-sha384" => HMACSHA384.HashData(secret, data),
        "hmac-sha512" => HMACSHA512.HashData(secret, data),
        _ => throw new ArgumentException(algorithm),
    };

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    private static byte[] WithTsig(byte[] unsigned, SigningOptions options, byte[] mac, ushort originalId)
    {
        byte[] data =
        [
            .. Name(options.Algorithm), .. Time(options.At), .. U16(options.Fudge), .. U16(mac.Length), .. mac, .. U16(originalId),
            .. U16(options.Error), .. U16(options.Other.Length), .. options.Other
        ];
        byte[] all = [.. unsigned, .. Name(options.KeyName), 0, 250, 0, 255, 0, 0, 0, 0, .. U16(data.Length), .. data];
        all[11]++;
        return all;
    }

    private static byte[] ZoneSection(byte[] request)
    {
        int at = 12;
        while (request[at] != 0)
        {
            at += request[at] + 1;
        }

        return request[12..(at + 5)];
    }

    private static byte[] U16(int value) => [(byte)(value >> 8), (byte)(value & 0xff)];

    /// <summary>How an answer is signed.</summary>
    public sealed record SigningOptions(string KeyName, byte[] Secret, DateTimeOffset At)
    {
        public string Algorithm { get; init; } = "hmac-sha256";

        public int Fudge { get; init; } = 300;

        public int Error { get; init; }

        public byte[] Other { get; init; } = [];

        /// <summary>The request MAC that goes into the signature; null for that of the request itself.</summary>
        public byte[]? RequestMac { get; init; }

        public ushort? OriginalId { get; init; }

        public Func<byte[], byte[]> Truncate { get; init; } = mac => mac;
    }
}
