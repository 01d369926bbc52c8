using FsCheck;
using FsCheck.Fluent;

namespace DigitalEmblem.TestSupport;

/// <summary>Emblems and endorsements that may be signed, in each profile.</summary>
public static class TokenGenerators
{
    private static readonly Gen<OrganizationIdentifier> Organizations =
        Gen.Elements("https://society.example", "https://ministry.example", "https://xn--clinic-cua.example")
            .Select(OrganizationIdentifier.Parse);

    private static readonly Gen<Validity> Validities =
        from start in Gen.Choose(-2_000_000_000, 2_000_000_000)
        from seconds in Gen.Choose(1, 100_000_000)
        select Validity.From(DateTimeOffset.FromUnixTimeSeconds(start), TimeSpan.FromSeconds(seconds));

    private static readonly Gen<DateTimeOffset?> Instants =
        Gen.Choose(-1, 2_000_000_000).Select(s => s < 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeSeconds(s));

    private static readonly Gen<AssetIdentifier> Names =
        Gen.Elements("society.example", "www.society.example", "xn--bcher-kva.example", "_x.example").Select(AssetIdentifier.Parse);

    private static readonly Gen<AssetIdentifier> AnyAssets =
        Gen.OneOf(
            Names, Gen.Elements("*", "*.society.example", "[192.0.2.1]", "[2001:db8::/48]", "[2001:db8::1]").Select(AssetIdentifier.Parse));

    private static readonly Gen<Sha256Digest> Digests = Gen.Choose(0, int.MaxValue).Select(i => Sha256Digest.Of(BitConverter.GetBytes(i)));

    private static readonly Gen<CommitmentEntry> Entries = Gen.OneOf(
        from id in Digests from hash in Digests select CommitmentEntry.InV1Log(id, hash),
        from id in Digests from index in Gen.Choose(0, int.MaxValue) select CommitmentEntry.InStaticLog(id, (ulong)index * 512));

    private static readonly Gen<ValueList<string>?> Channels =
        Gen.Elements<ValueList<string>?>(null, ["dns"], ["dns", "tls"], []);

    public static Gen<SoftwareSigningKey> SigningKeys =>
        from algorithm in Gen.Elements(SignatureAlgorithm.All.ToArray())
        from index in Gen.Choose(0, 7)
        select TestKeys.Of(algorithm, index);

    public static Gen<EmblemToken> Tokens(TokenProfile profile) =>
        Gen.OneOf(Emblems(profile).Select(e => (EmblemToken)e), Endorsements(profile).Select(e => (EmblemToken)e));

    public static Gen<Emblem> Emblems(TokenProfile profile) =>
        from issuer in OrNull(Organizations)
        from validity in Validities
        from issuedAt in Instants
        from purposes in PurposesOf(profile)
        from assets in ListOf(profile == TokenProfile.Cwt ? Names : AnyAssets, 1)
        from channels in Channels
        select new Emblem
        {
            Issuer = issuer,
            Validity = validity,
            IssuedAt = issuedAt,
            Purposes = purposes,
            Assets = assets,
            Channels = profile == TokenProfile.Cwt || channels is { Count: 0 } ? null : channels,
        };

    public static Gen<Endorsement> Endorsements(TokenProfile profile) =>
        from issuer in Organizations
        from subject in Organizations
        from validity in Validities
        from issuedAt in Instants
        from key in Digests
        from mayEndorse in Gen.Elements(true, false)
        from log in ListOf(Entries, 1)
        from constraints in ConstraintsOf(profile)
        select new Endorsement
        {
            Issuer = issuer,
            Subject = subject,
            Validity = validity,
            IssuedAt = issuedAt,
            EndorsedKey = new KeyIdentifier(key.ToArray()),
            MayEndorse = mayEndorse || issuer != subject,
            Constraints = constraints,
            Log = log,
        };

    private static Gen<EmblemConstraints> ConstraintsOf(TokenProfile profile) =>
        from purposes in PurposesOf(profile)
        from assets in OrNull(ListOf(AnyAssets, 1))
        from channels in Channels
        from window in Gen.Choose(-1, 1_000_000)
        select profile == TokenProfile.Cwt
            ? new EmblemConstraints { Purposes = purposes }
            : new EmblemConstraints
            {
                Purposes = purposes,
                Assets = assets,
                Channels = channels,
                Window = window < 0 ? null : TimeSpan.FromSeconds(window)
            };

    private static Gen<Purposes?> PurposesOf(TokenProfile profile) => profile == TokenProfile.Cwt
        ? Gen.Choose(1, 31).Select(p => (Purposes?)p)
        : Gen.Elements<Purposes?>(null, Purposes.Protective, Purposes.Indicative, Purposes.Protective | Purposes.Indicative);

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : class => Gen.OneOf(gen.Select(x => (T?)x), Gen.Constant((T?)null));

    private static Gen<ValueList<T>> ListOf<T>(Gen<T> gen, int least)
        where T : IEquatable<T> => from count in Gen.Choose(least, least + 2) from items in gen.ArrayOf(count) select ValueList.From(items);
}
