using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Prepares one folder for a sign that is made elsewhere: lists it, and puts the manifest into place. The sign that is there stays, with
/// its own manifest.
/// </summary>
internal static class FolderPreparing
{
    public static Task<DataPrepared> RunAsync(
        Folder root, string path, DataMarkOptions options, Action<MarkStep>? hook, CancellationToken cancellationToken) =>
        new FolderListing(root, path, options, hook).ThenAsync(
            (there, _, _) =>
            {
                SignReplacement.ThrowUnlessByContent(there, path);
                _ = Notice.IsThere(root);
                return null;
            },
            listed => Keep(listed, path, hook),
            cancellationToken);

    private static DataPrepared Keep(ListedFolder listed, string path, Action<MarkStep>? hook)
    {
        (SignFolder place, DataRoot named) = (listed.Place, listed.Named);
        listed.File!.CommitAs(listed.ManifestName, listed.Mode);
        hook?.Invoke(MarkStep.ManifestNamed);

        // What was prepared before is of no use any more, but the sign that is there needs its manifest, and one that cannot be read any.
        if (listed.There.StandingFor(us: null) != SignStanding.Unreadable)
        {
            place.Clean(
                ((string?[])[named.ManifestFileName, listed.There.Sign?.Root.ManifestFileName]).OfType<string>().ToHashSet(),
                keepsGenerations: false);
        }

        hook?.Invoke(MarkStep.Cleaned);
        listed.State.Finish(named, listed.Mode);
        hook?.Invoke(MarkStep.StateNamed);
        string manifest = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), named.ManifestFileName);
        return new DataPrepared(named, manifest, listed.Totals.Files, listed.Totals.Bytes, listed.Totals.NotCovered);
    }
}
