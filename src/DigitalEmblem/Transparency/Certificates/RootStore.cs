using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>
/// The roots that binding certificates must lead to, and the one place where chains of certificates are built: at a stated time, with
/// revocation and downloads switched off, because the defaults of .NET fetch (decisions.md, 19). Immutable and thread-safe.
/// </summary>
public sealed class RootStore
{
    private const string ServerAuthenticationOid = "1.3.6.1.5.5.7.3.1";

    // Each path costs a complete search by the platform, and one name with several keys is rare.
    private const int MaxWays = 32;

    private readonly X509Certificate2Collection? _roots;
    private readonly Lazy<(X509Certificate2 Root, TbsCertificate Parsed)[]>? _parsedRoots;

    private RootStore(X509Certificate2Collection? roots, string description)
    {
        _roots = roots;
        _parsedRoots = roots is null ? null : new(() => [.. Parsed(roots)]);
        Description = description;
    }

    /// <summary>The roots that the operating system trusts.</summary>
    public static RootStore System { get; } = new(null, "the system's roots");

    /// <summary>What it is, for messages.</summary>
    public string Description { get; }

    /// <summary>The roots that were given, in DER; empty for the system's.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Certificates =>
        _roots is null ? [] : [.. _roots.Select(r => (ReadOnlyMemory<byte>)r.RawData)];

    /// <summary>Roots in place of the system's.</summary>
    /// <param name="bytes">Certificates in PEM, or one in DER.</param>
    /// <exception cref="TokenFormatException">There is no certificate, or one cannot be read.</exception>
    public static RootStore Read(ReadOnlyMemory<byte> bytes) => Read([bytes]);

    /// <summary>Roots in place of the system's, from several files.</summary>
    /// <param name="files">Each holds certificates in PEM, or one in DER.</param>
    /// <exception cref="TokenFormatException">A file holds no certificate, or one that cannot be read.</exception>
    public static RootStore Read(IReadOnlyList<ReadOnlyMemory<byte>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var roots = new X509Certificate2Collection();
        foreach (ReadOnlyMemory<byte> file in files)
        {
            IReadOnlyList<ReadOnlyMemory<byte>> certificates = Pem.Decode(file, "CERTIFICATE");
            if (certificates.Count == 0)
            {
                throw new TokenFormatException("holds no certificate");
            }

            foreach (ReadOnlyMemory<byte> certificate in certificates)
            {
                roots.Add(Load(certificate));
            }
        }

        return roots.Count > 0
            ? new RootStore(roots, $"the {roots.Count} root{(roots.Count == 1 ? "" : "s")} given")
            : throw new TokenFormatException("it holds no certificate");
    }

    /// <summary>Roots that a file brought. It may bring none: then nothing leads to a root.</summary>
    /// <param name="certificates">Certificates in DER.</param>
    /// <param name="description">What they are, for messages.</param>
    /// <exception cref="TokenFormatException">One cannot be read.</exception>
    internal static RootStore Of(IEnumerable<ReadOnlyMemory<byte>> certificates, string description)
    {
        var roots = new X509Certificate2Collection();
        foreach (ReadOnlyMemory<byte> certificate in certificates)
        {
            roots.Add(Load(certificate));
        }

        return new RootStore(roots, description);
    }

    /// <summary>The roots that paths lead to, in DER, each once: the part of the store that a verification rests on.</summary>
    /// <param name="paths">Chains, each with the time at which it must lead to a root.</param>
    internal IReadOnlyList<ReadOnlyMemory<byte>> RootsOf(
        IEnumerable<(IReadOnlyList<ReadOnlyMemory<byte>> Chain, DateTimeOffset At)> paths) =>
    [
        .. paths.Where(p => p.Chain.Count > 0).Select(p => FindPath(p.Chain, p.At)).Where(p => p.Holds).Select(p => p.Root)
            .DistinctBy(r => Sha256Digest.Of(r.Span)),
    ];

    /// <summary>
    /// A way from the first certificate to a root, every certificate valid at the time. Every issuer of a name is
    /// tried, among the certificates and the roots.
    /// </summary>
    /// <param name="chain">The certificate in question, and others that may lead upwards; DER.</param>
    /// <param name="at">The time.</param>
    internal CertificatePath FindPath(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset at)
    {
        CertificatePath first = Build(chain, _roots, at);
        if (first.Holds)
        {
            return first;
        }

        CertificatePath best = first;
        foreach (CertificatePath other in Ways(chain).Take(MaxWays).Select(way => Build(way.Chain, way.Roots, at)))
        {
            if (other.Holds)
            {
                return other;
            }

            // If no path holds, prefer one with a weakness, because it says most: it leads to a root, and something on it is weak.
            best = best.Weakness is null && other.Weakness is not null ? other : best;
        }

        return best;
    }

    private IEnumerable<(IReadOnlyList<ReadOnlyMemory<byte>> Chain, X509Certificate2Collection? Roots)> Ways(
        IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        var parsed = new List<TbsCertificate>();
        foreach (ReadOnlyMemory<byte> one in chain.Take(TransparencyLimits.MaxChainLength))
        {
            if (PlatformReader.TryRead(() => TbsCertificate.OfCertificate(one), out TbsCertificate? read))
            {
                certificates.Add(one);
                parsed.Add(read);
            }
            else if (certificates.Count == 0)
            {
                yield break;
            }
        }

        (X509Certificate2 Root, TbsCertificate Parsed)[]? roots = _parsedRoots?.Value;
        foreach ((int[] above, int? root) in IssuerSearch.Ways([.. parsed], roots?.Select(r => r.Parsed).ToArray()))
        {
            yield return ([certificates[0], .. above.Select(i => certificates[i])], root is { } index ? [roots![index].Root] : null);
        }
    }

    private static IEnumerable<(X509Certificate2 Root, TbsCertificate Parsed)> Parsed(X509Certificate2Collection roots)
    {
        foreach (X509Certificate2 root in roots)
        {
            // Skip a root that is not written strictly. The platform may read it, and finds it without this search.
            if (PlatformReader.TryRead(() => TbsCertificate.OfCertificate(root.RawData), out TbsCertificate? parsed))
            {
                yield return (root, parsed);
            }
        }
    }

    private static CertificatePath Build(IReadOnlyList<ReadOnlyMemory<byte>> chain, X509Certificate2Collection? roots, DateTimeOffset at)
    {
        // A chain from outside may hold bytes that the platform refuses.
        return PlatformReader.TryRead(() => TryBuild(chain, roots, at), out CertificatePath? path)
            ? path
            : new CertificatePath(X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.PartialChain, []);
    }

    private static CertificatePath TryBuild(IReadOnlyList<ReadOnlyMemory<byte>> chain, X509Certificate2Collection? roots, DateTimeOffset at)
    {
        var loaded = new List<X509Certificate2>();
        try
        {
            loaded.Add(Load(chain[0]));
            // Skip what is no certificate: it cannot be part of a path.
            loaded.AddRange(chain.Skip(1).Select(TryLoad).OfType<X509Certificate2>());
            TbsCertificate first = TbsCertificate.OfCertificate(chain[0]);
            bool presigned = first.IsPrecertificate && chain.Count > 1 && TbsCertificate.OfCertificate(chain[1]).SignsPrecertificates;
            using X509Chain builder = NewChain();
            if (!presigned)
            {
                // Authorities for mail, code or documents do not prove control of a domain, and only the usage of their certificates shows
                // it.
                builder.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthenticationOid));
            }

            builder.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            builder.ChainPolicy.DisableCertificateDownloads = true;
            builder.ChainPolicy.VerificationTime = at.UtcDateTime;
            builder.ChainPolicy.VerificationTimeIgnored = false;
            builder.ChainPolicy.ExtraStore.AddRange(loaded.Skip(1).ToArray());
            if (roots is not null)
            {
                builder.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                builder.ChainPolicy.CustomTrustStore.AddRange(roots);
            }

            bool built = builder.Build(loaded[0]);
            // The poison of a precertificate is critical, and no library knows it. The caller has seen that it is there.
            X509ChainStatusFlags faults = built ? X509ChainStatusFlags.NoError
                : builder.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
            if (first is { IsPrecertificate: true, OnlyPoisonIsUnknown: true }
                && !builder.ChainElements.Skip(1)
                    .Any(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension))))
            {
                faults &= ~X509ChainStatusFlags.HasNotSupportedCriticalExtension;
            }

            TbsCertificate[] path = [.. builder.ChainElements.Select(e => TbsCertificate.OfCertificate(e.Certificate.RawData))];
            if (presigned && faults == X509ChainStatusFlags.NoError)
            {
                // A log's answer is not signed, so check that its second certificate is on the path at all.
                if (!first.ServesServers || path is not [_, { SignsPrecertificates: true }, _, ..])
                {
                    return new CertificatePath(X509ChainStatusFlags.NotValidForUsage, []);
                }

                // The certificate that signs precertificates has that usage only, so the path above it must be checked for the usage of
                // servers.
                ReadOnlyMemory<byte>[] rest = [.. builder.ChainElements.Skip(2).Select(e => (ReadOnlyMemory<byte>)e.Certificate.RawData)];
                if (Build(rest, roots, at) is { Holds: false } above)
                {
                    return above;
                }
            }

            return faults == X509ChainStatusFlags.NoError
                ? new CertificatePath(faults, path, CertificateStrength.Weakness(path))
                {
                    Root = builder.ChainElements[^1].Certificate.RawData
                }
                : new CertificatePath(faults, path);
        }
        finally
        {
            loaded.ForEach(c => c.Dispose());
        }
    }

#pragma warning disable RS0030 // The one place where a chain is built.
    private static X509Chain NewChain() => new();
#pragma warning restore RS0030

    private static X509Certificate2 Load(ReadOnlyMemory<byte> der) =>
        TryLoad(der) ?? throw new TokenFormatException("not a certificate in DER or PEM");

    private static X509Certificate2? TryLoad(ReadOnlyMemory<byte> der) =>
        PlatformReader.TryRead(() => X509CertificateLoader.LoadCertificate(der.Span), out X509Certificate2? certificate)
            ? certificate
            : null;
}
