using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>The signs of data, to be given out.</summary>
internal sealed class SignsOfData(IssuerStore store, TimeProvider clock)
{
    /// <summary>The sign in force of a root.</summary>
    /// <returns>Its bytes, as they were judged, and what is known of it.</returns>
    /// <exception cref="RefusedException">There is none, or it was withdrawn; the message says why.</exception>
    public Task<(byte[] Bundle, IssuedSign Sign)> InForceAsync(DataRoot root, CancellationToken cancellationToken) => store.ReadAsync(
        async d =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            MarkedData data = await DataByRoot.FindAsync(d, root, cancellationToken) ?? throw DataByRoot.Missing(root);
            if (data.State == AssetState.Withdrawn)
            {
                DateTimeOffset? end = await LastEndAsync(d, data.Id, now, cancellationToken);
                throw new RefusedException(
                    Refusal.Withdrawn, $"{root} was withdrawn: no sign is made or given out for it any more. {Copies(end)}");
            }

            if (data.State == AssetState.Listed)
            {
                throw new RefusedException(
                    Refusal.NotFound, $"{root} is on the list, and has no sign: an officer declares the data, and marks them.");
            }

            IssuedSign? sign = await d.Signs.SingleOrDefaultAsync(s => s.Id == data.EmblemId, cancellationToken);
            if (sign is null || sign.Expires <= now)
            {
                throw new RefusedException(
                    Refusal.NotFound,
                    sign is null
                        ? Sentence.Of($"The sign of {root} is not issued yet. {NotIssued(data)}")
                        : Sentence.Of($"The sign of {root} expired at {sign.Expires:u}. {NotIssued(data)}"));
            }

            IssuedChain chain = await d.Chains.SingleAsync(c => c.Id == sign.ChainId, cancellationToken);
            return (sign.BundleWith(chain), sign);
        });

    /// <summary>Until when copies of signs of some data are valid; null if there are none.</summary>
    public Task<DateTimeOffset?> CopiesUntilAsync(Guid dataId, CancellationToken cancellationToken) =>
        store.ReadAsync(d => LastEndAsync(d, dataId, clock.GetUtcNow(), cancellationToken));

    /// <summary>What a withdrawal cannot do, for a person.</summary>
    public static Sentence Copies(DateTimeOffset? until) => until is { } end
        ? Sentence.Of(
            $"Copies cannot be called back: beside copies of the data, a sign that was given out stays valid until {end:u}. Remove it "
                + $"where you can reach it ('emblem data remove').")
        : Sentence.Of($"No copy of a sign of it is valid now.");

    private static Sentence NotIssued(MarkedData data) => data.NotIssued is { } why
        ? Sentence.Of($"It could not be issued: {why}")
        : Sentence.Of($"Ask again in some seconds.");

    private static async Task<DateTimeOffset?> LastEndAsync(
        IssuerContext database, Guid dataId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await database.Signs.Where(s => s.DataId == dataId && s.Expires > now).OrderByDescending(s => s.Expires)
            .Select(s => new { s.Expires }).FirstOrDefaultAsync(cancellationToken))?.Expires;
}
