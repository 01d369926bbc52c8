using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>What it takes to put a pending root key in the place of the one in use.</summary>
/// <param name="Organization">Whose keys.</param>
/// <param name="Old">The root key in use; null if there is none, after a compromise.</param>
/// <param name="New">The one that takes its place.</param>
/// <param name="Commitment">The commitment to the new one.</param>
/// <param name="Endorsed">The keys that the new one endorses, and for what: the keys in use that a root key has endorsed.</param>
internal sealed record PlannedRoll(
    OrganizationIdentifier Organization,
    OrganizationKey? Old,
    OrganizationKey New,
    RootCommitment Commitment,
    IReadOnlyList<(OrganizationKey Key, Purposes Purposes)> Endorsed)
{
    /// <summary>Plans it. Refuses, saying all that is missing, if the new key lacks what emblems in force rest on today.</summary>
    /// <param name="database">The database.</param>
    /// <param name="newId">The new root key.</param>
    /// <param name="without">The authorities whose endorsement is given up.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PlannedRoll> LoadAsync(
        IssuerContext database,
        Guid newId,
        IReadOnlyCollection<OrganizationIdentifier> without,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        List<OrganizationKey> keys = await database.Keys.ToListAsync(cancellationToken);
        OrganizationKey next = keys.FirstOrDefault(k => k.Id == newId)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no key {newId}.");
        if (next.Use != KeyUse.Root || next.State != KeyState.Pending)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"Key {next.Identifier} is a {next.Use} key and '{next.State}': a pending root key takes the place of the one in use. "
                    + $"Make one, or name it.");
        }

        // One root key is in use at most (RootInUse).
        OrganizationKey? old = keys.SingleOrDefault(k => k.Use == KeyUse.Root && k.State == KeyState.Active);
        next.RequireNotSuspended($"taken into use");
        old?.RequireNotSuspended($"rolled");
        var missing = new List<Sentence>();
        if (await CommitmentInUse.FindAsync(database, next.Id, cancellationToken) is null)
        {
            missing.Add($"its commitment (make the certificate request, and import the chain)");
        }

        missing.AddRange(await MissingAuthoritiesAsync(database, old, next, without, at, cancellationToken));
        if (missing.Count > 0)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"Root key {next.Identifier} cannot take the place of the one in use yet, and nothing was changed. "
                    + $"Missing: {Sentence.List(missing, ListForm.Semicolons)}.");
        }

        (OrganizationIdentifier organization, _, RootCommitment commitment) = await RootInUse.LoadAsync(
            database, next.Id, cancellationToken);
        return new PlannedRoll(organization, old, next, commitment, await EndorsedAsync(database, keys, cancellationToken));
    }

    /// <summary>The endorsements that the new root key signs.</summary>
    public IReadOnlyList<PlannedEndorsement> Claims(DateTimeOffset now, TimeSpan lifetime) =>
    [
        .. Endorsed.Select(e => PlannedEndorsement.Of(
            new Endorsement
            {
                Issuer = Organization,
                Subject = Organization,
                EndorsedKey = KeyIdentifier.Parse(e.Key.Identifier),
                MayEndorse = e.Key.Use == KeyUse.Intermediate,
                Constraints = new EmblemConstraints { Purposes = e.Purposes },
                Log = Commitment.Log(),
                Validity = Validity.IssuedAt(now, lifetime),
                IssuedAt = now,
            },
            e.Key.ToVerificationKey(),
            Commitment.Profiles)),
    ];

    /// <summary>Whether these are the endorsements that the plan needs: of the same keys, for the same purposes.</summary>
    public bool IsOf(IReadOnlyCollection<Endorsement> claims) => claims.Count == Endorsed.Count
        && Endorsed.All(e => claims.Any(
            c => c.EndorsedKey.ToString() == e.Key.Identifier && c.Constraints.Purposes == e.Purposes));

    private static async Task<IEnumerable<Sentence>> MissingAuthoritiesAsync(
        IssuerContext database,
        OrganizationKey? old,
        OrganizationKey next,
        IReadOnlyCollection<OrganizationIdentifier> without,
        DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        if (old is null)
        {
            return [];
        }

        List<Purposes> marked = await database.Assets.Where(a => a.State == AssetState.Marked).Select(a => a.Purposes).Distinct()
            .ToListAsync(cancellationToken);
        marked.AddRange(await database.Data.Where(a => a.State == AssetState.Marked).Select(a => a.Purposes).Distinct()
            .ToListAsync(cancellationToken));
        List<HeldEndorsement> external = [.. (await database.Endorsements
            .Where(e => e.State == EndorsementState.Current && e.SignerKeyId == null && (e.KeyId == old.Id || e.KeyId == next.Id))
            .ToListAsync(cancellationToken)).Where(e => e.IsCurrentAt(at))];
        bool Covers(Guid key, OrganizationIdentifier authority, Purposes purposes) =>
            external.Any(e => e.KeyId == key && e.Issuer == authority && (e.Purposes & purposes) == purposes);
        return external.Where(e => e.KeyId == old.Id && !without.Contains(e.Issuer)).Select(e => e.Issuer)
            .Select(a => (Authority: a, Lost: marked.Where(p => Covers(old.Id, a, p) && !Covers(next.Id, a, p)).ToList()))
            .Where(m => m.Lost.Count > 0)
            .Select(m => Sentence.Of(
                $"an endorsement of it by {m.Authority} for {For(m.Lost)}, on which emblems in force rest (ask this authority to "
                    + $"endorse this key; or give its endorsement up, and it no longer vouches for these emblems)"));
    }

    // Each is a combination, with commas of its own.
    private static Sentence For(List<Purposes> each) =>
        each.Skip(1).Aggregate(Sentence.Of($"{each[0]}"), (all, next) => Sentence.Of($"{all} and for {next}"));

    private static async Task<IReadOnlyList<(OrganizationKey Key, Purposes Purposes)>> EndorsedAsync(
        IssuerContext database, List<OrganizationKey> keys, CancellationToken cancellationToken)
    {
        HashSet<Guid> roots = [.. keys.Where(k => k.Use == KeyUse.Root).Select(k => k.Id)];
        List<HeldEndorsement> ours = await database.Endorsements.Where(e => e.SignerKeyId != null).ToListAsync(cancellationToken);
        // After a compromise of the old root key its endorsements have ended; the purposes are still those of the last one.
        return
        [
            .. keys.Where(k => k.Use != KeyUse.Root && k.State == KeyState.Active)
                .Select(NotSuspended)
                .Select(k => (Key: k, Last: ours.Where(e => e.KeyId == k.Id).OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id).LastOrDefault()))
                .Where(e => e.Last is not null && roots.Contains(e.Last.SignerKeyId!.Value))
                .Select(e => (e.Key, e.Last!.Purposes)),
        ];
    }

    private static OrganizationKey NotSuspended(OrganizationKey key)
    {
        key.RequireNotSuspended($"endorsed");
        return key;
    }
}
