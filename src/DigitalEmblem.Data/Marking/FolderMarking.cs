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

    public Task<DataMarked> RunAsync(bool updates, CancellationToken cancellationToken)
    {
        // A key that does not sign, or an endorsement that has ended, is found before hours of hashing.
        _ = signer!.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), clock.GetUtcNow(), options.Lifetime);
        return ListThenAsync(updates, Place, cancellationToken);
    }

    /// <summary>Writes the manifest for a sign that is made elsewhere. The sign that is there stays, with its own manifest.</summary>
    public Task<DataPrepared> PrepareAsync(CancellationToken cancellationToken) => ListThenAsync(updates: false, Keep, cancellationToken);

    private async Task<T> ListThenAsync<T>(
        bool updates, Func<SignFolder, SafeWrite, StateWriter, DataRoot, bool, long, T> then, CancellationToken cancellationToken)
    {
        var terms = ManifestTerms.ForContent(options.Exclusions);
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        _ = SignFolder.HasFile(place.Folder, SignNames.Sign);
        ExistingSign.ThrowIfLocation(place.Folder, path);
        bool notice = Notice.IsThere(root) || options.WritesNotice;
        _ = root.Look(out FileStamp stamp);
        using EarlierMark? earlier = updates ? EarlierMark.Open(place.Folder, stamp.Device, !options.ReadsAll) : null;
        terms = earlier is not null && options.Exclusions.Count == 0 ? ManifestTerms.ForContent(earlier.Terms.Exclusions) : terms;
        using SafeWrite file = place.Folder.Replace(SignNames.Sign, OnlyOwner);
        using StateWriter state = new(place.Folder, stamp.Device, place.Begun);
        var stream = new SafeWriteStream(file);
        var manifest = new ManifestWriter(stream, terms);
        await ListAsync(manifest, state, terms, earlier, cancellationToken).ConfigureAwait(false);
        _troubles.ThrowIfAny();
        cancellationToken.ThrowIfCancellationRequested();
        DataRoot named = manifest.Finish();
        hook?.Invoke(MarkStep.ManifestWritten);
        return then(place, file, state, named, notice, earlier?.Kept ?? 0);
    }

    private async Task ListAsync(
        ManifestWriter manifest, StateWriter state, ManifestTerms terms, EarlierMark? earlier, CancellationToken cancellationToken)
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
            manifest.Add(entry);
            if (entry.Kind == EntryKind.File)
            {
                _files++;
                _bytes += entry.Size;
                _mode.File(hashed.Item.Stamp!.Value.Mode);
                state.Add(hashed.Item.Stamp.Value);
            }

            _notCovered += entry.Kind == EntryKind.NotCovered ? 1 : 0;
            hook?.Invoke(MarkStep.Listed);
        }
    }

    private DataMarked Place(SignFolder place, SafeWrite file, StateWriter state, DataRoot named, bool notice, long kept)
    {
        byte[] bundle = signer!.Sign(named, clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Signed);
        byte[] name = Encoding.ASCII.GetBytes(named.ManifestFileName);
        Emblem claims;
        try
        {
            file.CommitAs(name, _mode.Value);
            hook?.Invoke(MarkStep.ManifestNamed);
            place.WriteSign(bundle);
            claims = DataSign.Read(bundle).Claims;
        }
        catch
        {
            // Without a sign that names it, the manifest would only tell names. The last step of writing can fail after the sign is there.
            if (!place.HasSign(bundle))
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

        place.Clean(named.ManifestFileName);
        hook?.Invoke(MarkStep.Cleaned);
        state.Finish(named, _mode.Value);
        hook?.Invoke(MarkStep.StateNamed);
        string sign = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), Encoding.ASCII.GetString(SignNames.Sign));
        return new DataMarked(named, bundle, sign, _files, _bytes, _files - kept, _notCovered, claims.Validity.Expires);
    }

    private DataPrepared Keep(SignFolder place, SafeWrite file, StateWriter state, DataRoot named, bool notice, long kept)
    {
        file.CommitAs(Encoding.ASCII.GetBytes(named.ManifestFileName), _mode.Value);
        hook?.Invoke(MarkStep.ManifestNamed);
        // What was prepared before is of no use any more, but the sign that is there needs its manifest.
        if (place.KnowsManifestInUse(out string? inUse))
        {
            place.Clean(named.ManifestFileName, inUse);
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
