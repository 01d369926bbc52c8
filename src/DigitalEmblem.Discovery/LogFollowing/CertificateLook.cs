namespace DigitalEmblem.Discovery;

/// <summary>Looks at certificates for the holders of names: which of them should they hear of? Pure.</summary>
/// <param name="names">The names that are guarded.</param>
/// <param name="known">What is known already.</param>
/// <param name="domains">Whether domains count that look like an organization's and bind no root key.</param>
internal sealed class CertificateLook(IReadOnlyList<GuardedName> names, KnownCertificates known, bool domains)
{
    // More than an organization has, so that with more of them one is unknown.
    private const int MostKeys = 64;

    private const string ManyKeys = "…";

    /// <summary>Looks at the certificate of a leaf; null if nobody need hear of it.</summary>
    public LogSighting? At(FollowedLeaf leaf, ulong index, LoggedCertificate certificate)
    {
        string[]? plain = null;
        LogSighting? lesser = null;
        foreach (GuardedName guarded in names)
        {
            plain ??= [.. certificate.Names.Select(GuardedName.PlainOf)];
            string[] own = [.. plain.Where(guarded.Binds)];
            if (own.Length > 0)
            {
                string[] keys = KeysOf(guarded, own);
                if (!known.Contain(certificate.Common, certificate.PublicKey, keys))
                {
                    return Sighting(SightingKind.Unknown, guarded, own, keys, leaf, index, certificate);
                }

                continue;
            }

            lesser ??= AlikeOf(guarded, plain, leaf, index, certificate);
        }

        return lesser;
    }

    private LogSighting? AlikeOf(GuardedName guarded, string[] plain, FollowedLeaf leaf, ulong index, LoggedCertificate certificate)
    {
        (string Name, SightingKind Kind)[] alike =
            [.. plain.Select(n => (n, guarded.LookOf(n, domains))).Where(l => l.Item2 is not null).Select(l => (l.n, l.Item2!.Value))];
        if (alike.Length == 0 || known.Certificates.Contains(certificate.Common))
        {
            return null;
        }

        SightingKind kind = alike.Min(l => l.Kind);
        return Sighting(kind, guarded, [.. alike.Where(l => l.Kind == kind).Select(l => l.Name)], [], leaf, index, certificate);
    }

    private static string[] KeysOf(GuardedName guarded, string[] names)
    {
        string[] keys = [.. names.Select(guarded.KeyIn).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostKeys + 1)];
        return keys.Length > MostKeys ? [.. keys[..MostKeys], ManyKeys] : keys;
    }

    private static LogSighting Sighting(
        SightingKind kind,
        GuardedName guarded,
        string[] told,
        string[] keys,
        FollowedLeaf leaf,
        ulong index,
        LoggedCertificate certificate) => new()
        {
            Kind = kind,
            Organization = guarded.Organization,
            Index = index,
            LeafHash = leaf.Hash,
            Names = [.. told.Distinct(StringComparer.Ordinal).Take(LogSighting.MostNames).Select(LogSighting.Shown)],
            NamesInAll = told.Length,
            Keys = [.. keys],
            IsPrecertificate = certificate.IsPrecertificate,
            LoggedAt = certificate.LoggedAt,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            Issuer = LogSighting.Shown(certificate.Issuer),
            Serial = LogSighting.Shown(certificate.Serial),
            PublicKey = certificate.PublicKey,
            Digest = certificate.Digest,
            Common = certificate.Common,
        };
}
