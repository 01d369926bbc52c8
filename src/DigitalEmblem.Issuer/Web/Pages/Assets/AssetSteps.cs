using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>The way of a name from the list to an emblem that the world sees: what is done, what is next, and who does it.</summary>
internal static class AssetSteps
{
    /// <summary>The steps, in their order.</summary>
    public static IReadOnlyList<AssetStep> Of(AssetDetail detail)
    {
        Asset asset = detail.Asset;
        bool isDeclared = asset.DeclaredUntil > detail.At, isShown = asset.ControlProvenAt is not null,
            isMarked = asset.State == AssetState.Marked;
        return
        [
            new($"The name is on the list", StepState.Done, null),
            Declared(asset, isDeclared),
            Control(asset, isShown),
            new(
                $"It is marked",
                isMarked ? StepState.Done : isDeclared && isShown ? StepState.Yours : StepState.Later,
                detail.Proposed is { } proposed ? MarkProposalWords.Waits(proposed)
                    : asset.State == AssetState.Withdrawn
                    ? Sentence.Of($"The emblem was withdrawn. Mark the name again if it is to show an emblem.")
                    : null),
            Issued(detail, isMarked),
            Published(detail, isMarked),
            Seen(detail, isMarked),
        ];
    }

    private static AssetStep Declared(Asset asset, bool isDeclared) => new(
        $"An officer has declared that it serves protected purposes only",
        isDeclared ? StepState.Done : StepState.Yours,
        asset.DeclaredUntil is not { } until ? null
            : isDeclared ? Sentence.Of($"By {asset.DeclaredBy}, until {until}.")
            : Sentence.Of($"The declaration by {asset.DeclaredBy} ended at {until}: look again, and declare it anew."));

    private static AssetStep Control(Asset asset, bool isShown) => new(
        $"Control of its zone is shown",
        isShown ? StepState.Done : StepState.Yours,
        isShown
            ? Sentence.Of($"Last seen at {asset.ControlProvenAt}.")
            : Sentence.Of(
                $"Have the service put the record there, or put TXT {new Verbatim($"\"{asset.ControlChallenge}\"")} at "
                    + $"{new Verbatim(asset.ControlName)} by hand, and have the service look."));

    private static AssetStep Issued(AssetDetail detail, bool isMarked) => new(
        $"Its emblem is issued",
        !isMarked ? StepState.Later : detail.Asset.EmblemUntil > detail.At ? StepState.Done : StepState.Waits,
        !isMarked ? null
            : detail.Asset.NotIssued is { } why ? Sentence.Of($"A new emblem could not be issued: {why}")
            : detail.Asset.EmblemUntil > detail.At ? Sentence.Of($"Until {detail.Asset.EmblemUntil}. It is renewed by itself.")
            : Sentence.Of($"This takes some seconds."));

    private static AssetStep Published(AssetDetail detail, bool isMarked)
    {
        PublishedPlace[] due = [.. detail.Places.Where(p => p.IsDue)];
        Sentence what = $"Its records are in the DNS";
        if (!isMarked)
        {
            return new AssetStep(what, StepState.Later, due.Length == 0 ? null : Sentence.Of($"Records are still being taken out."));
        }

        if (detail.Targets.Count == 0)
        {
            return new AssetStep(what, StepState.Yours, $"No zone on the list holds this name: an administrator adds its zone first.");
        }

        return detail.Places.Count == 0 ? new AssetStep(what, StepState.Waits, null)
            : due.Length == 0 ? new AssetStep(what, StepState.Done, null)
            : due.Any(p => p.IsByHand)
                ? new AssetStep(what, StepState.Yours, $"The zone is kept by hand: put the records below in, and say so.")
                : new AssetStep(what, StepState.Waits, due.Select(p => p.Publication.Fault).FirstOrDefault(f => f is not null));
    }

    private static AssetStep Seen(AssetDetail detail, bool isMarked) => new(
        $"The world sees it",
        !isMarked ? StepState.Later
            : detail.Observed is [{ Observation.Last: WorldSees.OurEmblem }, ..] ? StepState.Done
            : StepState.Waits,
        isMarked && detail.Observed.Count == 0 ? Sentence.Of($"The service looks in its rounds. An officer can have it look now.") : null);
}
