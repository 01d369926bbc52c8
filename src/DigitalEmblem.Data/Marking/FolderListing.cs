using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Walks one folder once and writes the manifest as it walks, for a sign that is made then, or elsewhere.</summary>
/// <param name="root">The folder.</param>
/// <param name="path">Its path, for messages.</param>
/// <param name="options">How.</param>
/// <param name="hook">Hears of each step.</param>
internal sealed class FolderListing(Folder root, string path, DataMarkOptions options, Action<MarkStep>? hook)
{
    private const int OnlyOwner = 0x180;

    private readonly HashProgress _progress = new();
    private readonly ManifestMode _mode = new();
    private readonly Troubles _troubles = new();
    private readonly ListedTotals _totals = new();

    /// <summary>Lists the folder, and gives it on while its sign's folder is open and locked.</summary>
    /// <param name="begin">Says what an update starts from, or refuses; null for a listing of all.</param>
    /// <param name="then">What is done with it.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async Task<T> ThenAsync<T>(
        Func<SignInPlace, ulong, SignFolder, EarlierMark?> begin, Func<ListedFolder, T> then, CancellationToken cancellationToken)
    {
        ManifestTerms first = options.IsVolume
            ? ManifestTerms.ForVolume(1, null, options.Exclusions)
            : ManifestTerms.ForContent(options.Exclusions);
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        var there = SignInPlace.Read(place.Folder);
        UnderSignNames.ThrowIfAny(root, path);
        _ = root.Look(out FileStamp stamp);
        using EarlierMark? earlier = begin(there, stamp.Device, place);
        ManifestTerms terms = earlier?.NextTerms(options.Exclusions) ?? first;
        using SafeWrite file = place.Folder.Replace(SignNames.Sign, OnlyOwner);
        using StateWriter state = new(place.Folder, stamp.Device, place.Begun);
        using VolumeUpdate? volume = earlier?.Volume is { } chain
            ? new VolumeUpdate(chain.Entries(terms.Exclusions, isStrict: true), state)
            : null;
        var manifest = new ManifestWriter(new SafeWriteStream(file), terms);
        await ListAsync(manifest, state, terms, earlier, volume, cancellationToken).ConfigureAwait(false);
        _troubles.ThrowIfAny();
        cancellationToken.ThrowIfCancellationRequested();
        volume?.Finish();
        _totals.Entries = volume?.Entries ?? _totals.Entries;
        bool isRenewed = volume is { Entries: 0 } && terms.Exclusions.Equals(earlier!.Terms.Exclusions);
        DataRoot named = isRenewed ? earlier!.Root : manifest.Finish();
        if (!isRenewed)
        {
            ThrowIfTooLong(terms, (earlier?.Volume?.HeadBytes ?? 0) + manifest.HeadLength);
        }

        hook?.Invoke(MarkStep.ManifestWritten);
        return then(new ListedFolder(
            place, there, isRenewed ? null : file, state, named, _mode.Value, earlier, terms, _totals));
    }

    private static void ThrowIfTooLong(ManifestTerms terms, long headBytes)
    {
        if (terms.Generation > DataLimits.MaxGenerations || (terms.Generation > 1 && headBytes > DataLimits.MaxVolumeHeadBytes))
        {
            throw new IOException(
                $"Checks follow {DataLimits.MaxGenerations} generations of a volume, and heads of {DataLimits.MaxVolumeHeadBytes} bytes. "
                    + $"With another generation, it would have more. To list what is new, {SignReplacement.BeginAnew}.");
        }
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
                _totals.Files++;
                _totals.Bytes += entry.Size;
                _mode.File(hashed.Item.Stamp!.Value.Mode);
                if (volume is null)
                {
                    state.Add(hashed.Item.Stamp.Value);
                }
            }

            _totals.Entries++;
            _totals.NotCovered += entry.Kind == EntryKind.NotCovered ? 1 : 0;
            hook?.Invoke(MarkStep.Listed);
        }
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
}
