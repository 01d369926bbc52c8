using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Looks at one name at once, outside of the rounds, because a person asks for it: notes what is seen, and raises and clears its alerts.
/// </summary>
internal sealed class LookNow(
    IssuerStore store, OwnWatch own, AlertBook book, PublishingOptions publishing, WatchingOptions options, TimeProvider clock)
{
    /// <summary>A name is looked at once in this time.</summary>
    public static readonly TimeSpan OfName = TimeSpan.FromSeconds(15);

    /// <summary>A person looks once in this time.</summary>
    public static readonly TimeSpan OfPerson = TimeSpan.FromSeconds(3);

    private readonly LookPace _pace = new(clock);
    private readonly NoteNames _note = new(store, own, book);
    private readonly FindObservations _find = new(store);

    /// <summary>Looks at the name of an asset.</summary>
    /// <returns>What is known of it now, by resolver.</returns>
    /// <exception cref="RefusedException">There is no such asset, or it was looked at a moment before.</exception>
    public async Task<IReadOnlyList<ObservedName>> RunAsync(Actor actor, Guid asset, CancellationToken cancellationToken)
    {
        string name = (await store.AssetAsync(asset, cancellationToken)).Name.ToString();
        if (_pace.Take((actor.Name.ToLowerInvariant(), OfPerson), (name, OfName)) is { } at)
        {
            int seconds = Math.Max(1, (int)Math.Ceiling((at - clock.GetUtcNow()).TotalSeconds));
            throw new RefusedException(
                Refusal.TooOften,
                Sentence.Counting(
                    seconds,
                    $"{name} was looked at a moment before, or you looked at another name: look again in 1 second.",
                    $"{name} was looked at a moment before, or you looked at another name: look again in {seconds} seconds."));
        }

        await using var names = new NameWatch(store, publishing, options, clock);
        await _note.RunAsync(names.Vantage, await names.LookAsync([asset], cancellationToken), isRound: false, cancellationToken);
        return await _find.OfAsync(asset, cancellationToken);
    }
}
