using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>Shows the risks of a name to a person who asks, not too often: each look asks the resolver hundreds of questions.</summary>
internal sealed class ShowRisks(IssuerStore store, FindRisks find, TimeProvider clock)
{
    private readonly LookPace _pace = new(clock);

    /// <summary>Looks.</summary>
    /// <exception cref="RefusedException">There is no such asset, or the person looked at one a moment before.</exception>
    public async Task<NameRisks> RunAsync(Actor actor, Guid asset, CancellationToken cancellationToken)
    {
        // Before the pace, so that a name that is not there costs no look.
        _ = await store.AssetAsync(asset, cancellationToken);
        if (_pace.Take((actor.Name.ToLowerInvariant(), LookNow.OfPerson)) is { } at)
        {
            int seconds = Math.Max(1, (int)Math.Ceiling((at - clock.GetUtcNow()).TotalSeconds));
            throw new RefusedException(
                Refusal.TooOften,
                Sentence.Counting(
                    seconds,
                    $"You looked at the risks of a name a moment before: look again in 1 second.",
                    $"You looked at the risks of a name a moment before: look again in {seconds} seconds."));
        }

        return await find.OfAsync(asset, cancellationToken);
    }
}
