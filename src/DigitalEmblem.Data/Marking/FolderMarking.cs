using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Marks one folder once: lists it, signs, and puts manifest and sign into place.</summary>
internal sealed class FolderMarking(
    Folder root, string path, DataSigner signer, TimeProvider clock, DataMarkOptions options, Action<MarkStep>? hook)
{
    private bool _notice;

    public Task<DataMarked> RunAsync(bool updates, CancellationToken cancellationToken)
    {
        // A key that does not sign, or an endorsement that has ended, is found before hours of hashing.
        _ = signer.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), clock.GetUtcNow(), options.Lifetime);
        return new FolderListing(root, path, options, hook).ThenAsync(
            (there, device, place) =>
            {
                SignReplacement.ThrowIfPlace(there, path);
                _notice = Notice.IsThere(root) || options.WritesNotice;
                return updates ? OpenEarlier(there, device, place.Folder) : ThrowIfReplaced(there);
            },
            Place,
            cancellationToken);
    }

    private EarlierMark? ThrowIfReplaced(SignInPlace there)
    {
        SignReplacement.ThrowUnlessByContent(there, path, options);
        return null;
    }

    private EarlierMark OpenEarlier(SignInPlace there, ulong device, Folder signFolder)
    {
        var earlier = EarlierMark.Open(there, signFolder, device, !options.ReadsAll);
        if (earlier.Volume is null || there.StandingFor(signer.Owner) == SignStanding.Ours)
        {
            return earlier;
        }

        // The new sign would speak for whatever the older generations list.
        earlier.Dispose();
        throw new IOException(
            "The sign that is there was not made for this organization under the same root key, or it is altered, and a new generation "
                + $"would take over all that it lists. Check it. If the data are yours, {SignReplacement.BeginAnew}.");
    }

    private DataMarked Place(ListedFolder listed)
    {
        (SignFolder place, DataRoot named) = (listed.Place, listed.Named);
        byte[] bundle = signer.Sign(named, clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Signed);
        Emblem claims;
        try
        {
            listed.File?.CommitAs(listed.ManifestName, listed.Mode);
            hook?.Invoke(MarkStep.ManifestNamed);
            place.WriteSign(bundle);
            claims = DataSign.Read(bundle).Claims;
        }
        catch
        {
            // Without a sign that names it, the manifest would only tell names. The last step of writing can fail after the sign is there.
            if (!listed.IsRenewed && !place.HasSign(bundle))
            {
                _ = place.Folder.Remove(listed.ManifestName, folder: false);
            }

            throw;
        }

        hook?.Invoke(MarkStep.SignNamed);
        if (_notice)
        {
            place.WriteNotice(DataNotice.BytesFor(claims));
            hook?.Invoke(MarkStep.NoticeWritten);
        }

        VolumeChain? volume = listed.Earlier?.Volume;
        place.Clean(
            (volume?.Generations ?? []).Select(g => g.Root.ManifestFileName).Append(named.ManifestFileName).ToHashSet(),
            keepsGenerations: volume is not null);
        hook?.Invoke(MarkStep.Cleaned);
        listed.State.Finish(named, listed.Mode);
        hook?.Invoke(MarkStep.StateNamed);
        string sign = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), Encoding.ASCII.GetString(SignNames.Sign));
        ListedTotals totals = listed.Totals;
        long read = totals.Files - (listed.Earlier?.Kept ?? 0);
        return new DataMarked(named, bundle, sign, totals.Files, totals.Bytes, read, totals.NotCovered, claims.Validity.Expires)
        {
            Generation = listed.Terms.Generation is { } generation ? Made(listed, generation) : null,
        };
    }

    private static GenerationMarked Made(ListedFolder listed, long generation)
    {
        (ValueList<OtherGeneration> others, long more) = listed.Earlier is null
            ? ([], 0)
            : OtherGenerations.Find(listed.Place.Folder, listed.Earlier.Volume!, listed.IsRenewed ? null : listed.Named);
        GenerationMarked made = listed.IsRenewed
            ? new GenerationMarked(generation - 1, true, 0)
            : new GenerationMarked(generation, false, listed.Totals.Entries);
        return made with { Others = others, OthersNotShown = more };
    }
}
