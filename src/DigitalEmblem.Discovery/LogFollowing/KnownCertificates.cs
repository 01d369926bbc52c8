namespace DigitalEmblem.Discovery;

/// <summary>What the holder of a name knows of, so that it is not told.</summary>
internal sealed record KnownCertificates
{
    /// <summary>Nothing is known.</summary>
    public static KnownCertificates None { get; } = new();

    /// <summary>
    /// Certificates, by what they have in common with their precertificates (<see cref="LoggedCertificate.Common"/>).
    /// </summary>
    public IReadOnlySet<Sha256Digest> Certificates { get; init; } = new HashSet<Sha256Digest>();

    /// <summary>
    /// The public keys of certificates that were asked for. A certificate for another key is no answer to those requests.
    /// </summary>
    public IReadOnlySet<Sha256Digest> PublicKeys { get; init; } = new HashSet<Sha256Digest>();

    /// <summary>The identifiers of the organization's root keys, in both profiles, in lower case.</summary>
    public IReadOnlySet<string> RootKeys { get; init; } = new HashSet<string>();

    /// <summary>
    /// Whether a certificate with a public key that is not known counts as known if it names known root keys and no other: it binds no key
    /// that is not bound already. For those who do not order the certificates, and so cannot know their public keys.
    /// </summary>
    public bool RootKeysSuffice { get; init; }

    /// <summary>Reads what certificates of one's own tell: what they are, their public keys, and the root keys that they name.</summary>
    /// <param name="certificates">The certificates, DER.</param>
    /// <param name="organizations">The organizations whose root keys they name.</param>
    /// <exception cref="TokenFormatException">One cannot be read.</exception>
    public static KnownCertificates Of(
        IEnumerable<ReadOnlyMemory<byte>> certificates, IReadOnlyCollection<OrganizationIdentifier> organizations)
    {
        TbsCertificate[] all = [.. certificates.Select(c => TbsCertificate.OfCertificate(c))];
        return new KnownCertificates
        {
            Certificates = all.Select(c => Sha256Digest.Of(c.WithoutScts())).ToHashSet(),
            PublicKeys = all.Select(c => Sha256Digest.Of(c.SubjectPublicKeyInfo.Span)).ToHashSet(),
            RootKeys = all.SelectMany(c => c.EveryDnsName())
                .SelectMany(n => organizations.Select(o => new GuardedName(o).KeyIn(GuardedName.PlainOf(n)))).OfType<string>()
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Both together.</summary>
    public KnownCertificates With(KnownCertificates other) => new()
    {
        Certificates = Certificates.Union(other.Certificates).ToHashSet(),
        PublicKeys = PublicKeys.Union(other.PublicKeys).ToHashSet(),
        RootKeys = RootKeys.Union(other.RootKeys).ToHashSet(StringComparer.Ordinal),
        RootKeysSuffice = RootKeysSuffice || other.RootKeysSuffice,
    };

    /// <summary>Whether a certificate is known.</summary>
    /// <param name="common">What it has in common with its precertificate.</param>
    /// <param name="publicKey">The digest of its public key.</param>
    /// <param name="keys">The labels that stand for root keys in its names for the organization, wildcards among them.</param>
    public bool Contain(Sha256Digest common, Sha256Digest publicKey, IReadOnlyCollection<string> keys) =>
        Certificates.Contains(common)
        || (keys.All(RootKeys.Contains) && (PublicKeys.Contains(publicKey) || (RootKeysSuffice && keys.Count > 0)));
}
