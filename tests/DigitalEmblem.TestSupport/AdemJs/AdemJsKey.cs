using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>A JWK and its identifier (rules 4, 20 and 21). RSA and symmetric keys are identified, and not used.</summary>
internal sealed class AdemJsKey
{
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly JsonElement _jwk;

    private AdemJsKey(JsonElement jwk, string identifier)
    {
        _jwk = jwk;
        Identifier = identifier;
    }

    /// <summary>The SHA-256 thumbprint of RFC 7638 in base32, lower case, without padding.</summary>
    public string Identifier { get; }

    /// <summary>The key; null if a member that its thumbprint takes is missing.</summary>
    public static AdemJsKey? Read(JsonElement jwk)
    {
        string[]? members = Text(jwk, "kty") switch
        {
            "EC" => ["crv", "kty", "x", "y"],
            "OKP" => ["crv", "kty", "x"],
            "RSA" => ["e", "kty", "n"],
            "oct" => ["k", "kty"],
            _ => null,
        };
        if (members is null || members.Any(m => string.IsNullOrEmpty(Text(jwk, m))))
        {
            return null;
        }

        string input = string.Join(',', members.Select(m => $"\"{m}\":\"{Text(jwk, m)}\""));
        return new AdemJsKey(jwk, ToBase32(SHA256.HashData(Encoding.UTF8.GetBytes($"{{{input}}}"))));
    }

    /// <summary>Checks a signature with the algorithm that the token names.</summary>
    public void Verify(string algorithm, byte[] data, byte[] signature)
    {
        if (Text(_jwk, "alg") is null)
        {
            throw new AdemJsFaultException(20);
        }

        bool valid = algorithm switch
        {
            "ES256" => Ecdsa("P-256", ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, data, signature),
            "ES384" => Ecdsa("P-384", ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, data, signature),
            "ES512" => Ecdsa("P-521", ECCurve.NamedCurves.nistP521, HashAlgorithmName.SHA512, data, signature),
            "EdDSA" => Ed25519(data, signature),
            _ when algorithm is ['H' or 'R' or 'P', 'S', ..] =>
                throw new NotSupportedException($"adem-js reads {algorithm}, and this judge does not."),
            _ => false,
        };
        if (!valid)
        {
            throw new AdemJsFaultException(21);
        }
    }

    /// <summary>A member that is a text; null for everything else.</summary>
    internal static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member)
            && member.ValueKind == JsonValueKind.String
                ? member.GetString()
                : null;

    private bool Ecdsa(string name, ECCurve curve, HashAlgorithmName hash, byte[] data, byte[] signature)
    {
        if (Text(_jwk, "crv") != name)
        {
            return false;
        }

        try
        {
            var point = new ECPoint { X = Base64Url.DecodeFromChars(Text(_jwk, "x")), Y = Base64Url.DecodeFromChars(Text(_jwk, "y")) };
            using ECDsa key = ECDsa.Create(new ECParameters { Curve = curve, Q = point });
            return key.VerifyData(data, signature, hash);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private bool Ed25519(byte[] data, byte[] signature) =>
        Text(_jwk, "crv") == "Ed25519"
        && PublicKey.TryImport(
            NSec.Cryptography.SignatureAlgorithm.Ed25519,
            Base64Url.DecodeFromChars(Text(_jwk, "x")),
            KeyBlobFormat.RawPublicKey,
            out PublicKey? key)
        && NSec.Cryptography.SignatureAlgorithm.Ed25519.Verify(key!, data, signature);

    private static string ToBase32(byte[] digest)
    {
        var text = new StringBuilder();
        int bits = 0, value = 0;
        foreach (byte b in digest)
        {
            value = ((value & 31) << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(value >> (bits - 5)) & 31]);
            }
        }

        return bits == 0 ? text.ToString() : text.Append(Base32[(value << (5 - bits)) & 31]).ToString();
    }
}
