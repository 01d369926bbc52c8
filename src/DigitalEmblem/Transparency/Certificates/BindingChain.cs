using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// A binding certificate, whose names commit an organization to its root key, with the certificates above it, as the issuer delivers them (<c>fullchain.pem</c>). Read, and not verified.
/// </summary>
public sealed class BindingChain
{
    private const string PemLabel = "CERTIFICATE";

    private readonly TbsCertificate[] _parsed;

    private BindingChain(IReadOnlyList<ReadOnlyMemory<byte>> certificates, string where)
    {
        Certificates = certificates;
        Where = where;
        _parsed = [.. certificates.Select(TbsCertificate.OfCertificate)];
        Scts = Leaf.Scts();
        DnsNames = ValueList.From(Leaf.DnsNames());
        Promised = FindPromised();
    }

    /// <summary>The certificates in DER; the first is the binding certificate.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    /// <summary>Where it came from, for messages.</summary>
    public string Where { get; }

    /// <summary>The DNS names of the binding certificate, as they stand there.</summary>
    public ValueList<string> DnsNames { get; }

    /// <summary>The promises of logs inside the binding certificate; none if it was logged as it is.</summary>
    public IReadOnlyList<SignedCertificateTimestamp> Scts { get; }

    /// <summary>The first instant at which the binding certificate is valid.</summary>
    public DateTimeOffset NotBefore => Leaf.NotBefore;

    /// <summary>The last instant at which the binding certificate is valid.</summary>
    public DateTimeOffset NotAfter => Leaf.NotAfter;

    internal TbsCertificate Leaf => _parsed[0];

    internal IReadOnlyList<TbsCertificate> Parsed => _parsed;

    /// <summary>For each SCT the leaf that it promises; empty if the issuer's certificate is not in the chain.</summary>
    internal IReadOnlyList<(SignedCertificateTimestamp Sct, LogLeaf Leaf)> Promised { get; }

    /// <summary>The <c>log</c> entries that say where the binding certificate is logged, one for each SCT in their order: by index if the SCT states one, else by leaf hash.</summary>
    public ValueList<CommitmentEntry> LogEntries() => ValueList.From(Promised.Select(p => p.Sct.LeafIndex is { } index
        ? CommitmentEntry.InStaticLog(p.Sct.LogId, index)
        : CommitmentEntry.InV1Log(p.Sct.LogId, p.Leaf.Hash)));

    /// <summary>Reads a chain: certificates in PEM, text around them ignored, or one in DER.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="TokenFormatException">There is no certificate, one cannot be read, or there are too many.</exception>
    public static BindingChain Read(ReadOnlyMemory<byte> bytes, string where)
    {
        ArgumentNullException.ThrowIfNull(where);
        return Of(Pem.Decode(bytes, PemLabel), where);
    }

    /// <summary>A chain of certificates in DER.</summary>
    /// <param name="certificates">The binding certificate first.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="TokenFormatException">There is no certificate, one cannot be read, or there are too many.</exception>
    public static BindingChain Of(IReadOnlyList<ReadOnlyMemory<byte>> certificates, string where)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(where);
        return certificates.Count switch
        {
            0 => throw new TokenFormatException("it holds no certificate"),
            > TransparencyLimits.MaxChainLength => throw new TokenFormatException($"it holds more than {TransparencyLimits.MaxChainLength} certificates, and one chain is asked", fault: FormatFault.LimitExceeded),
            _ => new BindingChain(certificates, where),
        };
    }

    private List<(SignedCertificateTimestamp, LogLeaf)> FindPromised()
    {
        if (Scts.Count == 0 || _parsed.Skip(1).FirstOrDefault(IsIssuer) is not { } issuer)
        {
            return [];
        }

        var issuerKeyHash = Sha256Digest.Of(issuer.SubjectPublicKeyInfo.Span);
        byte[] logged = Leaf.WithoutScts();
        return [.. Scts.Select(sct => (sct, LogLeaf.Promised(sct, issuerKeyHash, logged)))];
    }

    // By name only: with the wrong certificate of that name the leaf's hash fits nothing, and no signature verifies.
    private bool IsIssuer(TbsCertificate candidate) => candidate.Subject.Span.SequenceEqual(Leaf.Issuer.Span);
}
