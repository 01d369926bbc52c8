using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// One of the four signature algorithms of the profiles (core-02, algorithms): ES256, ES384 and ES512 with the curve of their size, and
/// EdDSA with Ed25519. Everything else is refused, <c>none</c> and MACs first of all.
/// </summary>
public sealed class SignatureAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public static readonly SignatureAlgorithm ES256 = new(
        "ES256", "ES256", -7, -9, 1, "P-256", 32, 64, HashAlgorithmName.SHA256, ECCurve.NamedCurves.nistP256);

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    public static readonly SignatureAlgorithm ES384 = new(
        "ES384", "ES384", -35, -51, 2, "P-384", 48, 96, HashAlgorithmName.SHA384, ECCurve.NamedCurves.nistP384);

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    public static readonly SignatureAlgorithm ES512 = new(
        "ES512", "ES512", -36, -52, 3, "P-521", 66, 132, HashAlgorithmName.SHA512, ECCurve.NamedCurves.nistP521);

    /// <summary>EdDSA with Ed25519 (RFC 8032).</summary>
    public static readonly SignatureAlgorithm Ed25519 = new("Ed25519", "EdDSA", -8, -19, 6, "Ed25519", 32, 64, default, default);

    private SignatureAlgorithm(
        string name,
        string jose,
        int cose,
        int coseFullySpecified,
        int coseCurve,
        string jwkCurve,
        int coordinateLength,
        int signatureLength,
        HashAlgorithmName hash,
        ECCurve curve)
    {
        Name = name;
        JoseName = jose;
        CoseAlgorithm = cose;
        FullySpecifiedCoseAlgorithm = coseFullySpecified;
        CoseCurve = coseCurve;
        JwkCurve = jwkCurve;
        CoordinateLength = coordinateLength;
        SignatureLength = signatureLength;
        Hash = hash;
        Curve = curve;
    }

    /// <summary>All four.</summary>
    public static IReadOnlyList<SignatureAlgorithm> All { get; } = [ES256, ES384, ES512, Ed25519];

    /// <summary>The name people use: <c>ES256</c>, <c>ES384</c>, <c>ES512</c> or <c>Ed25519</c>.</summary>
    public string Name { get; }

    /// <summary>The name that JWS headers carry (RFC 7518, RFC 8037); for Ed25519 that is <c>EdDSA</c>.</summary>
    public string JoseName { get; }

    /// <summary>The COSE algorithm that is written (RFC 9053): -7, -35, -36 or -8.</summary>
    public int CoseAlgorithm { get; }

    /// <summary>The fully specified COSE algorithm, read as the same (RFC 9864): -9, -51, -52 or -19.</summary>
    public int FullySpecifiedCoseAlgorithm { get; }

    /// <summary>The length of a signature in bytes; for ECDSA r and s, each of the curve's width.</summary>
    public int SignatureLength { get; }

    internal int CoseCurve { get; }

    internal string JwkCurve { get; }

    /// <summary>Bytes of one coordinate, or of the Ed25519 public key.</summary>
    internal int CoordinateLength { get; }

    internal HashAlgorithmName Hash { get; }

    internal ECCurve Curve { get; }

    /// <summary>The object identifier of the curve (RFC 5480, 2.1.1.1); null for Ed25519.</summary>
    internal string? CurveOid =>
        this == ES256 ? "1.2.840.10045.3.1.7" : this == ES384 ? "1.3.132.0.34" : this == ES512 ? "1.3.132.0.35" : null;

    internal bool IsEcdsa => this != Ed25519;

    /// <summary>Reads the name of an algorithm, as people or JOSE write it.</summary>
    /// <param name="name">A name, in the case given above; <c>EdDSA</c> is Ed25519.</param>
    /// <exception cref="FormatException">No algorithm of the profiles has this name.</exception>
    public static SignatureAlgorithm Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryParse(name, out SignatureAlgorithm? algorithm)
            ? algorithm
            : throw new FormatException($"'{Printable.Text(name)}' is not a supported algorithm: ES256, ES384, ES512 or Ed25519.");
    }

    /// <summary>Reads the name of an algorithm, or says that it is none of the four.</summary>
    /// <param name="name">The name; null is none.</param>
    /// <param name="algorithm">The algorithm, or null.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out SignatureAlgorithm? algorithm)
    {
        algorithm = All.FirstOrDefault(a => a.Name == name || a.JoseName == name);
        return algorithm is not null;
    }

    /// <summary>The algorithm of a COSE code, plain or fully specified; null for every other code.</summary>
    internal static SignatureAlgorithm? FromCose(long code) =>
        All.FirstOrDefault(a => a.CoseAlgorithm == code || a.FullySpecifiedCoseAlgorithm == code);

    internal static SignatureAlgorithm? FromCoseCurve(long curve) => All.FirstOrDefault(a => a.CoseCurve == curve);

    internal static SignatureAlgorithm? FromJwkCurve(string? curve) => All.FirstOrDefault(a => a.JwkCurve == curve);

    /// <summary>The <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
