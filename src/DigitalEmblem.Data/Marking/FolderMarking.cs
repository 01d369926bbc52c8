using System.Text;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Data;

/// <summary>
/// Marks one folder once: walks, writes the manifest as it walks, signs, and puts both into place. Or prepares it: writes the manifest
/// alone, for a sign that is made elsewhere.
/// </summary>
internal sealed class FolderMarking(
    Folder root, string path, DataSigner? signer, TimeProvider clock, DataMarkOptions options, Action<MarkStep>? hook)
{
    private const int OnlyOwner = 0x180;

    private readonly HashProgress _progress = new();
    private readonly ManifestMode _mode = new();
    private readonly Troubles _troubles = new();
    private long _files;
    private long _bytes;
    private long _notCovered;
    private long _entries;

    public Task<DataMarked> RunAsync(bool updates, CancellationToken cancellationToken)
    {
        // A key that does not sign, or an endorsement that has ended, is found before hours of hashing.
        _ = signer!.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), clock.GetUtcNow(), options.Lifetime);
        return ListThenAsync(updates, Place, cancellationToken);
    }

    /// <summary>Writes the manifest for a sign that is made elsewhere. The sign that is there stays, with its own manifest.</summary>
    public Task<DataPrepared> PrepareAsync(CancellationToken cancellationToken) => ListThenAsync(updates: false, Keep, cancellationToken);

    private async Task<T> ListThenAsync<T>(bool updates, Func<Listing, T> then, CancellationToken cancellationToken)
    {
        ManifestTerms terms = options.IsVolume
            ? ManifestTerms.ForVolume(1, null, options.Exclusions)
            : ManifestTerms.ForContent(options.Exclusions);
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        _ = SignFolder.HasFile(place.Folder, SignNames.Sign);
        UnderSignNames.ThrowIfAny(root, path);
        ExistingSign.ThrowIfLocation(place.Folder, path);
        bool notice = Notice.IsThere(root) || options.WritesNotice;
        _ = root.Look(out FileStamp stamp);
        using EarlierMark? earlier = OpenEarlier(place, stamp, updates);
        terms = earlier?.NextTerms(options.Exclusions) ?? terms;
        using SafeWrite file = place.Folder.Replace(SignNames.Sign, OnlyOwner);
        using StateWriter state = new(place.Folder, stamp.Device, place.Begun);
        using VolumeUpdate? volume = earlier?.Volume is { } chain
            ? new VolumeUpdate(chain.Entries(terms.Exclusions, isStrict: true), state)
            : null;
        var stream = new SafeWriteStream(file);
        var manifest = new ManifestWriter(stream, terms);
        await ListAsync(manifest, state, terms, earlier, volume, cancellationToken).ConfigureAwait(false);
        _troubles.ThrowIfAny();
        cancellationToken.ThrowIfCancellationRequested();
        volume?.Finish();
        bool isRenewed = volume is { Entries: 0 } && terms.Exclusions.Equals(earlier!.Terms.Exclusions);
        DataRoot named = isRenewed ? earlier!.Root : manifest.Finish();
        if (!isRenewed)
        {
            ThrowIfTooLong(terms, (earlier?.Volume?.HeadBytes ?? 0) + manifest.HeadLength);
        }

        hook?.Invoke(MarkStep.ManifestWritten);
        return then(new Listing(place, isRenewed ? null : file, state, named, notice, earlier, terms, volume?.Entries ?? _entries));
    }

    private static void ThrowIfTooLong(ManifestTerms terms, long headBytes)
    {
        if (terms.Generation > DataLimits.MaxGenerations || (terms.Generation > 1 && headBytes > DataLimits.MaxVolumeHeadBytes))
        {
            throw new IOException(
                $"Checks follow {DataLimits.MaxGenerations} generations of a volume, and heads of {DataLimits.MaxVolumeHeadBytes} bytes. "
                    + $"With another generation, it would have more. To list what is new, {SignedVolume.BeginAnew}.");
        }
    }

    private EarlierMark? OpenEarlier(SignFolder place, in FileStamp stamp, bool updates)
    {
        if (!updates)
        {
            SignedVolume.ThrowIfReplaced(place.Folder, path, options);
            return null;
        }

        var earlier = EarlierMark.Open(place.Folder, stamp.Device, !options.ReadsAll);
        if (earlier.Volume is null || signer!.IsOwn(earlier.Sign))
        {
            return earlier;
        }

        // The new sign would speak for whatever the older generations list.
        earlier.Dispose();
        throw new IOException(
            "The sign that is there was not made for this organization under the same root key, or it is altered, and a new generation "
                + $"would take over all that it lists. Check it. If the data are yours, {SignedVolume.BeginAnew}.");
    }

    private async Task ListAsync(
        ManifestWriter manifest,
        StateWriter state,
        ManifestTerms terms,
        EarlierMark? earlier,
        VolumeUpdate? volume,
        CancellationToken cancellationToken)
    {
        PathPredicate skip = new SkippedPaths(terms.Exclusions).Contains;
        var hashing = new HashOptions
        {
            Walk = new WalkOptions
            {
                WithStamps = earlier is not null,
                Skip = skip,
                Entered = _mode.Folder,
            },
            Known = earlier is null ? null : earlier.Known,
            Threads = options.Threads ?? Environment.ProcessorCount,
            Progress = _progress,
        };
        using TreeTotals? totals = options.Progress is null || earlier is not null ? null : new TreeTotals(root, skip);
        using ProgressReport report = new(options.Progress, _progress, () => earlier?.Totals ?? totals?.Known ?? default);
        await foreach (HashedItem hashed in HashFiles.RunAsync(root, hashing, cancellationToken).ConfigureAwait(false))
        {
            if (_troubles.Take(hashed.Item) || _troubles.Count > 0)
            {
                continue;
            }

            ManifestEntry entry = EntryOf(hashed);
            if (volume is null || volume.Take(entry, hashed.Item.Stamp))
            {
                manifest.Add(entry);
            }

            if (entry.Kind == EntryKind.File)
            {
                _files++;
                _bytes += entry.Size;
                _mode.File(hashed.Item.Stamp!.Value.Mode);
                if (volume is null)
                {
                    state.Add(hashed.Item.Stamp.Value);
                }
            }

            _entries++;
            _notCovered += entry.Kind == EntryKind.NotCovered ? 1 : 0;
            hook?.Invoke(MarkStep.Listed);
        }
    }

    private DataMarked Place(Listing listing)
    {
        (SignFolder place, DataRoot named) = (listing.Place, listing.Named);
        byte[] bundle = signer!.Sign(named, clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Signed);
        byte[] name = Encoding.ASCII.GetBytes(named.ManifestFileName);
        Emblem claims;
        try
        {
            listing.File?.CommitAs(name, _mode.Value);
            hook?.Invoke(MarkStep.ManifestNamed);
            place.WriteSign(bundle);
            claims = DataSign.Read(bundle).Claims;
        }
        catch
        {
            // Without a sign that names it, the manifest would only tell names. The last step of writing can fail after the sign is there.
            if (!listing.IsRenewed && !place.HasSign(bundle))
            {
                _ = place.Folder.Remove(name, folder: false);
            }

            throw;
        }

        hook?.Invoke(MarkStep.SignNamed);
        if (listing.Notice)
        {
            place.WriteNotice(DataNotice.BytesFor(claims));
            hook?.Invoke(MarkStep.NoticeWritten);
        }

        VolumeChain? volume = listing.Earlier?.Volume;
        place.Clean(
            (volume?.Generations ?? []).Select(g => g.Root.ManifestFileName).Append(named.ManifestFileName).ToHashSet(),
            keepsGenerations: volume is not null);
        hook?.Invoke(MarkStep.Cleaned);
        listing.State.Finish(named, _mode.Value);
        hook?.Invoke(MarkStep.StateNamed);
        string sign = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), Encoding.ASCII.GetString(SignNames.Sign));
        long read = _files - (listing.Earlier?.Kept ?? 0);
        return new DataMarked(named, bundle, sign, _files, _bytes, read, _notCovered, claims.Validity.Expires)
        {
            Generation = listing.Terms.Generation is { } generation ? Made(listing, generation) : null,
        };
    }

    private static GenerationMarked Made(Listing listing, long generation)
    {
        (ValueList<OtherGeneration> others, long more) = listing.Earlier is null
            ? ([], 0)
            : OtherGenerations.Find(listing.Place.Folder, listing.Earlier.Volume!, listing.IsRenewed ? null : listing.Named);
        GenerationMarked made = listing.IsRenewed
            ? new GenerationMarked(generation - 1, true, 0)
            : new GenerationMarked(generation, false, listing.Entries);
        return made with { Others = others, OthersNotShown = more };
    }

    private DataPrepared Keep(Listing listing)
    {
        (SignFolder place, DataRoot named) = (listing.Place, listing.Named);
        listing.File!.CommitAs(Encoding.ASCII.GetBytes(named.ManifestFileName), _mode.Value);
        hook?.Invoke(MarkStep.ManifestNamed);
        // What was prepared before is of no use any more, but the sign that is there needs its manifest.
        if (place.KnowsManifestInUse(out string? inUse))
        {
            place.Clean(((string?[])[named.ManifestFileName, inUse]).OfType<string>().ToHashSet(), keepsGenerations: false);
        }

        hook?.Invoke(MarkStep.Cleaned);
        listing.State.Finish(named, _mode.Value);
        hook?.Invoke(MarkStep.StateNamed);
        string manifest = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), named.ManifestFileName);
        return new DataPrepared(named, manifest, _files, _bytes, _notCovered);
    }

    private static ManifestEntry EntryOf(in HashedItem hashed)
    {
        if (hashed.Item.Earlier is { } earlier)
        {
            return earlier;
        }

        EntryPath path = EntryPath.Of(hashed.Item.Path);
        return hashed.Item.Kind switch
        {
            EntryKind.File => ManifestEntry.File(path, hashed.Item.Stamp!.Value.Size, hashed.Digest!.Value),
            EntryKind.Link => ManifestEntry.LinkTo(path, hashed.Item.Target!.Length, hashed.Digest!.Value),
            EntryKind.EmptyFolder => ManifestEntry.EmptyFolder(path),
            _ => ManifestEntry.NotCovered(path),
        };
    }

    /// <summary>A folder that was listed.</summary>
    /// <param name="Place">Its sign's folder.</param>
    /// <param name="File">The manifest, without its name yet; null if the sign names one that is there already.</param>
    /// <param name="State">The state for the next update.</param>
    /// <param name="Named">The root of the manifest.</param>
    /// <param name="Notice">Whether a notice is written.</param>
    /// <param name="Earlier">What an update started from.</param>
    /// <param name="Terms">What the manifest says of itself.</param>
    /// <param name="Entries">How many entries it lists.</param>
    private sealed record Listing(
        SignFolder Place,
        SafeWrite? File,
        StateWriter State,
        DataRoot Named,
        bool Notice,
        EarlierMark? Earlier,
        ManifestTerms Terms,
        long Entries)
    {
        /// <summary>Whether nothing is new in a volume, so that the generation that is there gets a new sign.</summary>
        public bool IsRenewed => File is null;
    }
}
