using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Keeps a list of names between the look at it and its taking, for the person who sent it, for a day.</summary>
internal sealed class KeepImport(IssuerStore store)
{
    /// <summary>So many files of one person at most: the oldest gives way to a new one.</summary>
    public const int MostOfOne = 3;

    /// <summary>Keeps a file. The same file again is the one that is kept.</summary>
    /// <exception cref="RefusedException">It is empty or too large.</exception>
    public Task<KeptImport> RunAsync(Actor actor, byte[] file, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            var kept = KeptImport.Keep(actor.Name, file, change.Now);
            // Without the bytes: three files are 24 MiB.
            var others = await change.Database.KeptImports.Where(k => k.Owner == kept.Owner).OrderByDescending(k => k.Id)
                .Select(k => new { k.Id, k.Digest, k.TakenAt, k.ExpiresAt }).ToListAsync(cancellationToken);
            if (others.Find(k => k.TakenAt is null && k.ExpiresAt > change.Now && k.Digest.AsSpan().SequenceEqual(kept.Digest)) is { } same)
            {
                return await change.GetAsync<KeptImport>(same.Id, null, cancellationToken);
            }

            List<Guid> over = [.. others.Skip(MostOfOne - 1).Select(k => k.Id)];
            await change.Database.KeptImports.Where(k => over.Contains(k.Id)).ExecuteDeleteAsync(cancellationToken);
            change.Database.Add(kept);
            return kept;
        },
        cancellationToken);
}
