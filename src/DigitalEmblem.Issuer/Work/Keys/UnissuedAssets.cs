using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>The marked assets whose emblems still depend on a compromised key.</summary>
internal static class UnissuedAssets
{
    private const int Named = 10;

    /// <summary>Whether there are some. Refuses, naming them, if a person has to decide about some of them.</summary>
    public static async Task<bool> AnyAsync(IssuerContext database, DateTimeOffset at, CancellationToken cancellationToken)
    {
        IQueryable<Asset> marked = database.Assets.Where(a => a.State == AssetState.Marked);
        if (!await marked.AnyAsync(cancellationToken))
        {
            return false;
        }

        EmblemChain chain = await EmblemChain.LoadAsync(database, at, cancellationToken);
        Guid key = chain.EmblemKey.Id;
        HeldEndorsement endorsement = await database.Endorsements
            .Where(e => e.KeyId == key && e.SignerKeyId != null && e.State == EndorsementState.Current)
            .FirstAsync(cancellationToken);
        // Emblems from before the endorsement are published with one by the compromised key.
        Guid since = FirstIdAt(endorsement.ReceivedAt);
        IQueryable<Asset> unissued = marked.Where(
            a => !database.Emblems.Any(e => e.Id == a.EmblemId && e.KeyId == key && e.Id.CompareTo(since) >= 0));
        Purposes covered = chain.Purposes;
        IQueryable<Asset> stuck = unissued.Where(
            a => (a.Purposes & covered) != a.Purposes || a.DeclaredUntil == null || a.DeclaredUntil <= at);
        List<DomainName> names = await stuck.OrderBy(a => a.Name).Select(a => a.Name).Take(Named).ToListAsync(cancellationToken);
        if (names.Count > 0)
        {
            int count = await stuck.CountAsync(cancellationToken);
            throw new RefusedException(
                Refusal.NotReady,
                $"{count} marked assets cannot get a new emblem: {string.Join(", ", names)}{(count > names.Count ? ", …" : "")}. "
                    + $"The emblem key is endorsed for {covered} only, or their declaration has run out. Have the root key endorse the "
                    + "emblem key for their purposes too, declare them anew, or withdraw them.");
        }

        return await unissued.AnyAsync(cancellationToken);
    }

    /// <summary>The lowest identity that is made at an instant or later: identities begin with their time in milliseconds.</summary>
    private static Guid FirstIdAt(DateTimeOffset at)
    {
        byte[] bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
