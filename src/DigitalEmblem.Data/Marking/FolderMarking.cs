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

    public async Task<DataMarked> RunAsync(bool updates, CancellationToken cancellationToken)
    {
        // A key that does not sign, or an endorsement that has ended, is found before hours of hashing.
        _ = signer!.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), clock.GetUtcNow(), options.Lifetime);
        ManifestTerms terms = options.IsVolume
            ? ManifestTerms.ForVolume(1, null, options.Exclusions)
            : ManifestTerms.ForContent(options.Exclusions);
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        _ = SignFolder.HasFile(place.Folder, SignNames.Sign);
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
        DataMarked marked = Place(place, isRenewed ? null : file, state, named, notice, earlier);
        if (terms.Generation is not { } generation)
        {
            return marked;
        }

        (ValueList<OtherGeneration> others, long more) = earlier is null
            ? ([], 0)
            : OtherGenerations.Find(place.Folder, earlier.Volume!, isRenewed ? null : named);
        GenerationMarked made = isRenewed
            ? new GenerationMarked(generation - 1, true, 0)
            : new GenerationMarked(generation, false, volume?.Entries ?? _entries);
        return marked with { Generation = made with { Others = others, OthersNotShown = more } };
    }

    /// <summary>Writes the manifest for a sign that is made elsewhere. The sign that is there stays, with its own manifest.</summary>
    public async Task<DataPrepared> PrepareAsync(CancellationToken cancellationToken)
    {
        var terms = ManifestTerms.ForContent(options.Exclusions);
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        _ = SignFolder.HasFile(place.Folder, SignNames.Sign);
        ExistingSign.ThrowIfLocation(place.Folder, path);
        SignedVolume.ThrowIfReplaced(place.Folder, path, options);
        _ = Notice.IsThere(root);
        _ = root.Look(out FileStamp stamp);
        using SafeWrite file = place.Folder.Replace(SignNames.Sign, OnlyOwner);
        using StateWriter state = new(place.Folder, stamp.Device, place.Begun);
        var manifest = new ManifestWriter(new SafeWriteStream(file), terms);
        await ListAsync(manifest, state, terms, null, null, cancellationToken).ConfigureAwait(false);
        _troubles.ThrowIfAny();
        cancellationToken.ThrowIfCancellationRequested();
        DataRoot named = manifest.Finish();
        hook?.Invoke(MarkStep.ManifestWritten);
        return Keep(place, file, state, named);
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

    // Without a file, the sign names a manifest that is there already.
    private DataMarked Place(SignFolder place, SafeWrite? file, StateWriter state, DataRoot named, bool notice, EarlierMark? earlier)
    {
        byte[] bundle = signer!.Sign(named, clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Signed);
        byte[] name = Encoding.ASCII.GetBytes(named.ManifestFileName);
        Emblem claims;
        try
        {
            file?.CommitAs(name, _mode.Value);
            hook?.Invoke(MarkStep.ManifestNamed);
            place.WriteSign(bundle);
            claims = DataSign.Read(bundle).Claims;
        }
        catch
        {
            // Without a sign that names it, the manifest would only tell names. The last step of writing can fail after the sign is there.
            if (file is not null && !place.HasSign(bundle))
            {
                _ = place.Folder.Remove(name, folder: false);
            }

            throw;
        }

        hook?.Invoke(MarkStep.SignNamed);
        if (notice)
        {
            SignFolder.Write(root, SignNames.Notice, DataNotice.BytesFor(claims));
            hook?.Invoke(MarkStep.NoticeWritten);
        }

        IEnumerable<Generation> before = earlier?.Volume?.Generations ?? [];
        place.Clean(
            before.Select(g => g.Root.ManifestFileName).Append(named.ManifestFileName).ToHashSet(),
            keepsGenerations: earlier?.Volume is not null);
        hook?.Invoke(MarkStep.Cleaned);
        state.Finish(named, _mode.Value);
        hook?.Invoke(MarkStep.StateNamed);
        string sign = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), Encoding.ASCII.GetString(SignNames.Sign));
        return new DataMarked(named, bundle, sign, _files, _bytes, _files - (earlier?.Kept ?? 0), _notCovered, claims.Validity.Expires);
    }

    private DataPrepared Keep(SignFolder place, SafeWrite file, StateWriter state, DataRoot named)
    {
        file.CommitAs(Encoding.ASCII.GetBytes(named.ManifestFileName), _mode.Value);
        hook?.Invoke(MarkStep.ManifestNamed);
        // What was prepared before is of no use any more, but the sign that is there needs its manifest.
        if (place.KnowsManifestInUse(out string? inUse))
        {
            place.Clean(
                new HashSet<string>(((string?[])[named.ManifestFileName, inUse]).OfType<string>(), StringComparer.Ordinal),
                keepsGenerations: true);
        }

        hook?.Invoke(MarkStep.Cleaned);
        state.Finish(named, _mode.Value);
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
}
