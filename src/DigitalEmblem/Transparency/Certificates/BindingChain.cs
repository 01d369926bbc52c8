namespace DigitalEmblem;

/// <summary>
/// A binding certificate, whose names commit an organization to its root key, with the certificates above it, as the issuer delivers them
/// (<c>fullchain.pem</c>). Read, and not verified.
/// </summary>
public sealed class BindingChain
{
    private const string PemLabel = "CERTIFICATE";

    // Each possible issuer costs a leaf for every SCT, and the issuer that signed can nearly always be told.
    private const int MaxIssuers = 4;

    private readonly TbsCertificate[] _parsed;

    private BindingChain(IReadOnlyList<ReadOnlyMemory<byte>> certificates, string where)
    {
        TbsCertificate[] parsed = [.. certificates.Select(TbsCertificate.OfCertificate)];
        int[] order = InOrder(parsed);
        Certificates = [.. order.Select(i => certificates[i])];
        Where = where;
        Digest = Sha256Digest.Of([.. Certificates.SelectMany(c => Sha256Digest.Of(c.Span).ToArray())]);
        _parsed = [.. order.Select(i => parsed[i])];
        Scts = Leaf.Scts();
        DnsNames = ValueList.From(Leaf.DnsNames());
        Promised = FindPromised();
    }

    /// <summary>The certificates in DER; the first is the binding certificate, wherever it stood in the file.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; }

    /// <summary>Where it came from, for messages.</summary>
    public string Where { get; }

    /// <summary>The DNS names of the binding certificate, as they stand there.</summary>
    public ValueList<string> DnsNames { get; }

    /// <summary>The promises of logs inside the binding certificate; none if it was logged as it is.</summary>
    internal IReadOnlyList<SignedCertificateTimestamp> Scts { get; }

    /// <summary>The first instant at which the binding certificate is valid.</summary>
    public DateTimeOffset NotBefore => Leaf.NotBefore;

    /// <summary>The last instant at which the binding certificate is valid.</summary>
    public DateTimeOffset NotAfter => Leaf.NotAfter;

    internal TbsCertificate Leaf => _parsed[0];

    /// <summary>What tells it from others: the same certificate may stand in one chain with its issuers, and in another without.</summary>
    internal Sha256Digest Digest { get; }

    internal IReadOnlyList<TbsCertificate> Parsed => _parsed;

    /// <summary>
    /// For each SCT the leaf that it promises, once for each issuer that may be the one; empty if the issuer's
    /// certificate is not in the chain.
    /// </summary>
    internal IReadOnlyList<(SignedCertificateTimestamp Sct, LogLeaf Leaf)> Promised { get; }

    /// <summary>
    /// The <c>log</c> entries that say where the binding certificate is logged, one for each SCT in their order: by leaf hash or by index,
    /// as the kind of the log asks. The list of logs states the kind. If the log is in no list, the SCT's extension decides, although any
    /// log may write one. A static log whose SCT states no index gives no entry.
    /// </summary>
    /// <param name="logs">The logs that are known; null for none.</param>
    public ValueList<CommitmentEntry> LogEntries(LogList? logs = null) =>
        ValueList.From(
            Promised.DistinctBy(p => p.Sct).Select(p => EntryOf(p.Sct, p.Leaf, logs?.Find(p.Sct.LogId)?.Kind)).OfType<CommitmentEntry>());

    /// <summary>Reads a chain: certificates in PEM, in any order, text around them ignored; or one in DER.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="TokenFormatException">There is no certificate, one cannot be read, or there are too many.</exception>
    public static BindingChain Read(ReadOnlyMemory<byte> bytes, string where)
    {
        ArgumentNullException.ThrowIfNull(where);
        return Of(Pem.Decode(bytes, PemLabel), where);
    }

    /// <summary>A chain of certificates in DER.</summary>
    /// <param name="certificates">The binding certificate and those above it, in any order.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="TokenFormatException">There is no certificate, one cannot be read, or there are too many.</exception>
    public static BindingChain Of(IReadOnlyList<ReadOnlyMemory<byte>> certificates, string where)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(where);
        return certificates.Count switch
        {
            0 => throw new TokenFormatException("it holds no certificate"),
            > TransparencyLimits.MaxChainLength => throw new TokenFormatException(
                $"it holds more than {TransparencyLimits.MaxChainLength} certificates, and one chain is asked",
                fault: FormatFault.LimitExceeded),
            _ => new BindingChain(certificates, where),
        };
    }

    /// <summary>The binding certificate first: it is no authority, and issued none of the others. The others stay in their order.</summary>
    private static int[] InOrder(TbsCertificate[] parsed)
    {
        bool IssuesAnother(int i) => parsed.Where((_, other) => other != i).Any(c => c.Issuer.Span.SequenceEqual(parsed[i].Subject.Span));
        int first = Enumerable.Range(0, parsed.Length).MinBy(i => (parsed[i].IsAuthority ? 2 : 0) + (IssuesAnother(i) ? 1 : 0));
        return [first, .. Enumerable.Range(0, parsed.Length).Where(i => i != first)];
    }

    private static CommitmentEntry? EntryOf(SignedCertificateTimestamp sct, LogLeaf leaf, LogKind? kind) => (kind, sct.LeafIndex) switch
    {
        (LogKind.Rfc6962, _) or (null, null) => CommitmentEntry.InV1Log(sct.LogId, leaf.Hash),
        (_, { } index) => CommitmentEntry.InStaticLog(sct.LogId, index),
        _ => null,
    };

    private List<(SignedCertificateTimestamp, LogLeaf)> FindPromised()
    {
        if (Scts.Count == 0)
        {
            return [];
        }

        byte[] logged = Leaf.WithoutScts();
        Sha256Digest[] issuers = [.. IssuerKeys()];
        return [.. Scts.SelectMany(_ => issuers, (sct, issuer) => (sct, LogLeaf.Promised(sct, issuer, logged)))];
    }

    /// <summary>
    /// The key of the certificate that has the issuer's name and signed the binding certificate. If that cannot be told, the keys of
    /// several: with a wrong one the leaf's hash fits nothing, and no promise verifies.
    /// </summary>
    private IEnumerable<Sha256Digest> IssuerKeys()
    {
        TbsCertificate[] named = [.. _parsed.Skip(1).Where(candidate => candidate.Subject.Span.SequenceEqual(Leaf.Issuer.Span))
            .DistinctBy(candidate => Sha256Digest.Of(candidate.SubjectPublicKeyInfo.Span))];
        TbsCertificate[] signed = named.Length < 2
            ? named
            : [.. named.Where(candidate => Leaf.Signature?.IsBy(Leaf.Encoded, candidate) == true)];
        return (signed.Length > 0 ? signed : named).Take(MaxIssuers)
            .Select(candidate => Sha256Digest.Of(candidate.SubjectPublicKeyInfo.Span));
    }
}
