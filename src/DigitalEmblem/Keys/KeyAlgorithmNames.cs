namespace DigitalEmblem;

/// <summary>
/// Names of algorithms and curves that keys may be of and the profiles do not have, so that a refusal says what was brought.
/// </summary>
internal static class KeyAlgorithmNames
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["1.2.840.113549.1.1.1"] = "RSA",
        ["1.2.840.113549.1.1.10"] = "RSASSA-PSS",
        ["1.2.840.10040.4.1"] = "DSA",
        ["1.2.840.113549.1.3.1"] = "Diffie-Hellman",
        ["1.2.840.10046.2.1"] = "Diffie-Hellman",
        ["1.2.840.10045.2.1"] = "elliptic curves",
        ["1.3.132.1.12"] = "ECDH",
        ["1.3.132.1.13"] = "ECMQV",
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
        ["1.2.840.10045.3.1.1"] = "P-192",
        ["1.3.132.0.33"] = "P-224",
        ["1.2.840.10045.3.1.7"] = "P-256",
        ["1.3.132.0.34"] = "P-384",
        ["1.3.132.0.35"] = "P-521",
        ["1.3.132.0.10"] = "secp256k1",
        ["1.3.36.3.3.2.8.1.1.7"] = "brainpoolP256r1",
        ["1.3.36.3.3.2.8.1.1.11"] = "brainpoolP384r1",
        ["1.3.36.3.3.2.8.1.1.13"] = "brainpoolP512r1",
        ["1.2.156.10197.1.301"] = "SM2",
        ["2.16.840.1.101.3.4.3.17"] = "ML-DSA-44",
        ["2.16.840.1.101.3.4.3.18"] = "ML-DSA-65",
        ["2.16.840.1.101.3.4.3.19"] = "ML-DSA-87",
        ["1.2.840.113549.1.5.1"] = "PBES1 with MD2 and DES",
        ["1.2.840.113549.1.5.3"] = "PBES1 with MD5 and DES",
        ["1.2.840.113549.1.5.4"] = "PBES1 with MD2 and RC2",
        ["1.2.840.113549.1.5.6"] = "PBES1 with MD5 and RC2",
        ["1.2.840.113549.1.5.10"] = "PBES1 with SHA-1 and DES",
        ["1.2.840.113549.1.5.11"] = "PBES1 with SHA-1 and RC2",
        ["1.2.840.113549.1.12.1.1"] = "PBES1 of PKCS #12 with RC4",
        ["1.2.840.113549.1.12.1.2"] = "PBES1 of PKCS #12 with RC4",
        ["1.2.840.113549.1.12.1.3"] = "PBES1 of PKCS #12 with triple DES",
        ["1.2.840.113549.1.12.1.4"] = "PBES1 of PKCS #12 with triple DES",
        ["1.2.840.113549.1.12.1.5"] = "PBES1 of PKCS #12 with RC2",
        ["1.2.840.113549.1.12.1.6"] = "PBES1 of PKCS #12 with RC2",
        ["1.3.6.1.4.1.11591.4.11"] = "scrypt",
        ["1.2.840.113549.2.7"] = "HMAC with SHA-1",
        ["1.2.840.113549.2.8"] = "HMAC with SHA-224",
        ["1.2.840.113549.3.2"] = "RC2",
        ["1.3.14.3.2.7"] = "DES",
        ["2.16.840.1.101.3.4.1.6"] = "AES-128-GCM",
        ["2.16.840.1.101.3.4.1.26"] = "AES-192-GCM",
        ["2.16.840.1.101.3.4.1.46"] = "AES-256-GCM",
        ["1.2.840.113549.1.1.2"] = "RSA with MD2",
        ["1.2.840.113549.1.1.4"] = "RSA with MD5",
        ["1.2.840.113549.1.1.5"] = "RSA with SHA-1",
        ["1.3.14.3.2.29"] = "RSA with SHA-1",
        ["1.2.840.113549.1.1.14"] = "RSA with SHA-224",
        ["1.2.840.10045.4.1"] = "ECDSA with SHA-1",
        ["1.2.840.10045.4.3.1"] = "ECDSA with SHA-224",
        ["1.2.840.10040.4.3"] = "DSA with SHA-1",
        ["2.16.840.1.101.3.4.3.2"] = "DSA with SHA-256",
    };

    /// <summary>The name with the object identifier, or the latter alone.</summary>
    public static string Describe(string oid) =>
        Names.TryGetValue(oid, out string? name) ? $"{name} ({oid})" : $"the object identifier {oid}";
}
