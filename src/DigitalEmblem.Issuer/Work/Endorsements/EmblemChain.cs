using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// The other items in an emblem's set: the endorsements from its key up to the authorities, and the keys. Each key has only one endorsement
/// by each organization, because two would make every set invalid (validation, step 4).
/// </summary>
internal sealed class EmblemChain
{
    private readonly IReadOnlyList<HeldEndorsement> _internal;
    private readonly IReadOnlyList<HeldEndorsement> _external;
    private readonly IReadOnlyList<byte[]> _keys;
    private readonly Dictionary<(TokenProfile, Purposes), IssuedChain> _beside = [];

    private EmblemChain(
        OrganizationIdentifier organization,
        OrganizationKey emblemKey,
        IReadOnlyList<HeldEndorsement> ours,
        IReadOnlyList<HeldEndorsement> external,
        IReadOnlyList<byte[]> keys)
    {
        Organization = organization;
        EmblemKey = emblemKey;
        _internal = ours;
        _external = external;
        _keys = keys;
    }

    public OrganizationIdentifier Organization { get; }

    /// <summary>The key that signs emblems.</summary>
    public OrganizationKey EmblemKey { get; }

    /// <summary>The latest end of an emblem. A set with an emblem that ends later would be invalid.</summary>
    public DateTimeOffset Until => _internal.Min(e => e.Expires);

    /// <summary>The purposes that an emblem under it may have.</summary>
    public Purposes Purposes => _internal.Aggregate(Purposes.All, (p, e) => p & e.Purposes);

    /// <summary>Reads the chain that is in force; refuses if there is none.</summary>
    public static async Task<EmblemChain> LoadAsync(IssuerContext database, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Organization organization = await database.Organizations.SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet.");
        List<OrganizationKey> keys = await database.Keys.Where(k => k.State == KeyState.Active).ToListAsync(cancellationToken);
        // Taking an emblem key into use retires the one before (EndorsementsInForce), so one is in use at most.
        OrganizationKey emblemKey = keys.SingleOrDefault(k => k.Use == KeyUse.Emblem)
            ?? throw new RefusedException(Refusal.NotReady, $"There is no emblem key in use: make one, and have the root key endorse it.");
        List<HeldEndorsement> held = await database.Endorsements.Where(e => e.State == EndorsementState.Current)
            .ToListAsync(cancellationToken);
        return Build(organization.Identifier, emblemKey, keys, [.. held.Where(e => e.IsCurrentAt(at))]);
    }

    /// <summary>Why an emblem of these purposes cannot be signed in a profile, for a person; null if it can.</summary>
    public Sentence? FaultIn(TokenProfile profile, Purposes purposes) => profile switch
    {
        TokenProfile.Jws when purposes.Expressible(profile) != purposes =>
            $"the JWS profile has no words for {PurposeWords.Of(purposes & ~purposes.Expressible(profile))}",
        TokenProfile.Jws when _internal.Any(e => e.JwsToken is null) =>
            $"a key of the organization is not endorsed in the JWS profile: see that the binding certificate of the root key names it in "
                + $"both profiles, and have the root key endorse it anew",
        _ => null,
    };

    /// <summary>What stands beside an emblem of these purposes in its set of a profile.</summary>
    public IssuedChain Beside(TokenProfile profile, Purposes purposes)
    {
        if (!_beside.TryGetValue((profile, purposes), out IssuedChain? chain))
        {
            DateTimeOffset? endorsedUntil = External(profile, purposes).Select(e => (DateTimeOffset?)e.Expires).Max();
            chain = IssuedChain.Of(profile, Items(profile, purposes), Until, endorsedUntil);
            _beside.Add((profile, purposes), chain);
        }

        return chain;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Items(TokenProfile profile, Purposes purposes)
    {
        IEnumerable<HeldEndorsement> external = External(profile, purposes);
        return
        [
            .. _internal.Concat(external).Select(e => new ReadOnlyMemory<byte>(profile == TokenProfile.Cwt ? e.Token : e.JwsToken)),
            .. _keys.Concat(external.Select(e => e.SignerKey)).DistinctBy(Convert.ToHexString)
                .Select(k => new ReadOnlyMemory<byte>(profile == TokenProfile.Cwt ? k : Jwk(k))),
        ];
    }

    // Validators discard an endorsement that does not permit the emblem's purposes, so leave it out.
    private IEnumerable<HeldEndorsement> External(TokenProfile profile, Purposes purposes) => _external.Where(
        e => (e.Purposes & purposes) == purposes && (profile == TokenProfile.Cwt || e.JwsToken is not null));

    private static byte[] Jwk(byte[] coseKey) => Encoding.ASCII.GetBytes(VerificationKey.FromCoseKey(coseKey).ToJwk());

    private static EmblemChain Build(
        OrganizationIdentifier organization, OrganizationKey emblemKey, List<OrganizationKey> keys, List<HeldEndorsement> held)
    {
        var ours = new List<HeldEndorsement>();
        var chainKeys = new List<byte[]> { emblemKey.PublicKey };
        OrganizationKey top = emblemKey;
        while (top.Use != KeyUse.Root)
        {
            // A newer endorsement of a key by the same organization supersedes the one before, so one is current at most.
            HeldEndorsement endorsement = held.SingleOrDefault(e => e.KeyId == top.Id && !e.IsExternal)
                ?? throw new RefusedException(
                    Refusal.NotReady,
                    $"Key {top.Identifier} is not endorsed, or its endorsement has expired: have the root key endorse it.");
            OrganizationKey signer = keys.SingleOrDefault(k => k.Id == endorsement.SignerKeyId && k.Use < top.Use)
                ?? throw new RefusedException(
                    Refusal.NotReady, $"The key that endorsed {top.Identifier} is not in use any more: have the root key endorse it anew.");
            ours.Add(endorsement);
            chainKeys.Add(signer.PublicKey);
            top = signer;
        }

        return new EmblemChain(organization, emblemKey, ours, [.. held.Where(e => e.KeyId == top.Id && e.IsExternal)], chainKeys);
    }
}
