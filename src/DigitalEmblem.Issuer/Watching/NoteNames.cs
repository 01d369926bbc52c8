using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Notes what looks at names found: observations, alerts, and what has to be published again.</summary>
internal sealed class NoteNames(IssuerStore store, OwnWatch own, AlertBook book)
{
    private readonly ObservationBook _observations = new(store);

    /// <summary>Notes it.</summary>
    /// <param name="vantage">The resolver through which the names were looked at.</param>
    /// <param name="seen">What was seen.</param>
    /// <param name="isRound">Whether a round tells the vantage how far it is, so that only differences are written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(
        string vantage,
        IReadOnlyList<(NameFacts Facts, NameJudgement Judgement)> seen,
        bool isRound,
        CancellationToken cancellationToken)
    {
        await _observations.NoteAsync(vantage, [.. seen.Select(s => s.Facts)], always: !isRound, cancellationToken);

        // Where an answer is missing, raise what was found and clear nothing.
        string[] known = [.. seen.Where(s => s.Facts.IsComplete).Select(s => s.Facts.Asset.Name.ToString())];
        Publication[] again = [.. seen.SelectMany(s => s.Judgement.ToPublishAgain)];
        await book.NoteAsync([.. seen.SelectMany(s => s.Judgement.Findings)], NameJudgement.Kinds, known, again, cancellationToken);
        await book.NoteAsync(
            [.. await own.OfAssetsAsync([.. seen.Select(s => s.Facts.Asset.Id)], cancellationToken)],
            OwnWatch.KindsOfAssets,
            [.. seen.Select(s => s.Facts.Asset.Name.ToString())],
            [],
            cancellationToken);
    }
}
