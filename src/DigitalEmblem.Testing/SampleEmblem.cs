namespace DigitalEmblem.Testing;

/// <summary>
/// An emblem for tests, and the endorsements above it. It is signed with keys that are made for it and thrown away (Ed25519, CWT profile),
/// so everything that verification shows of it is really verified. Only its root key commitments are not, because they name a log entry
/// that does not exist.
/// </summary>
public sealed record SampleEmblem
{
    /// <summary>The instant that samples are made for, unless they say otherwise: the start of 2026, in UTC.</summary>
    public static DateTimeOffset DefaultInstant { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The organization that issues the emblem, with a root key of its own; null for an emblem that is signed but names no organization.
    /// </summary>
    public OrganizationIdentifier? Issuer { get; init; } = OrganizationIdentifier.Parse("https://society.example");

    /// <summary>The organizations that endorse the issuer; empty by default. Of no effect without an issuer.</summary>
    public ValueList<OrganizationIdentifier> EndorsedBy { get; init; } = [];

    /// <summary>The purposes that the emblem states.</summary>
    public Purposes Purposes { get; init; } = Purposes.Protective;

    /// <summary>When the emblem is issued, and the instant at which <see cref="Verdicts"/> judge it.</summary>
    public DateTimeOffset At { get; init; } = DefaultInstant;

    /// <summary>How long the emblem is valid; at least a second.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Signs the emblem for a name, with new keys.</summary>
    /// <param name="name">The name that it marks.</param>
    /// <returns>Emblem, endorsements and keys: a bundle of the CWT profile, as it stands in a file or at a well-known address.</returns>
    /// <exception cref="ArgumentException">The emblem could never validate, for example without a purpose.</exception>
    public byte[] ToBundle(DomainName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ToBundle(AssetIdentifier.ForName(name), damaged: false);
    }

    internal byte[] ToBundle(AssetIdentifier asset, bool damaged)
    {
        var items = new List<ReadOnlyMemory<byte>>();
        using SoftwareSigningKey emblemKey = NewKey();
        byte[] emblem = Cwt.Sign(
            new Emblem
            {
                Issuer = Issuer,
                Assets = [asset],
                Purposes = Purposes,
                IssuedAt = At,
                Validity = Validity.IssuedAt(At, Lifetime)
            },
            emblemKey);
        if (damaged)
        {
            // The last byte belongs to the signature.
            emblem[^1] ^= 1;
        }

        items.Add(emblem);
        items.Add(emblemKey.PublicKey.ToCoseKey());
        if (Issuer is not null)
        {
            using SoftwareSigningKey root = NewKey();
            items.Add(Cwt.Sign(Endorsement(Issuer, Issuer, emblemKey, mayEndorse: false), root));
            items.Add(root.PublicKey.ToCoseKey());
            foreach (OrganizationIdentifier authority in EndorsedBy)
            {
                using SoftwareSigningKey key = NewKey();
                items.Add(Cwt.Sign(Endorsement(authority, Issuer, root, mayEndorse: true), key));
                items.Add(key.PublicKey.ToCoseKey());
            }
        }

        return TokenBundle.Write(items);
    }

    private static SoftwareSigningKey NewKey() => SigningKey.Generate(SignatureAlgorithm.Ed25519);

    private Endorsement Endorsement(
        OrganizationIdentifier issuer, OrganizationIdentifier subject, SoftwareSigningKey endorsed, bool mayEndorse) => new()
        {
            Issuer = issuer,
            Subject = subject,
            EndorsedKey = endorsed.PublicKey.CoseIdentifier,
            MayEndorse = mayEndorse,
            Constraints = new EmblemConstraints { Purposes = Purposes },
            Log = [CommitmentEntry.InStaticLog(Sha256Digest.Of("no log"u8), 0)],
            IssuedAt = At,
            Validity = Validity.IssuedAt(At, Lifetime),
        };
}
