using System.Runtime.CompilerServices;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Hashes one file or one folder below a marked folder, as a walk of the whole would, with the paths that the manifest has.
/// </summary>
internal sealed class PartFiles
{
    private readonly SignPart _part;
    private readonly HashOptions _options;

    // The path of the part and a slash, and behind it the path that is asked about: one buffer, because a walk asks for every name.
    private byte[] _path;

    /// <param name="part">The part.</param>
    /// <param name="options">How, with paths below the marked folder.</param>
    public PartFiles(SignPart part, HashOptions options)
    {
        _part = part;
        _options = options;
        _path = [.. part.Path.Bytes, (byte)'/'];
    }

    /// <summary>Hashes it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<HashedItem> RunAsync(CancellationToken cancellationToken) =>
        _part.FileName is null ? FolderAsync(cancellationToken) : FileAsync(_part.FileName, cancellationToken);

    private async IAsyncEnumerable<HashedItem> FolderAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashOptions below = _options with
        {
            Walk = _options.Walk with
            {
                Skip = path => _options.Walk.Skip?.Invoke(Whole(path)) == true,
                Skipped = path => _options.Walk.Skipped?.Invoke(Whole(path).ToArray()),
            },
            Known = Known,
        };
        bool any = false;
        await foreach (HashedItem there in HashFiles.RunAsync(_part.Folder, below, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            yield return new HashedItem(Whole(there.Item), there.Digest);
        }

        if (!any)
        {
            // A walk has no item for an empty folder in which it begins.
            yield return new HashedItem(new WalkItem(_part.Path.Bytes.ToArray(), 0, NodeType.Folder, _part.Folder), null);
        }
    }

    private async IAsyncEnumerable<HashedItem> FileAsync(byte[] name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] path = _part.Path.Bytes.ToArray();
        Trouble trouble = _part.Folder.Look(name, out FileStamp stamp);
        var item = new WalkItem(path, path.Length - name.Length, stamp.Type, _part.Folder) { Trouble = trouble };
        Sha256Digest? digest = trouble.IsNone && stamp.Type == NodeType.File ? _options.Known?.Invoke(item) : default(Sha256Digest);

        // Sizes that leave room are those of a file that is not listed.
        if (digest is not null || item.Sizes is not { } sizes || sizes.Least != sizes.Most)
        {
            yield return new HashedItem(item, digest ?? default(Sha256Digest));
            yield break;
        }

        HashedItem there = await HashFile.RunAsync(
            _part.Folder, name, _options.Threads, _options.Progress, cancellationToken, sizes.Most).ConfigureAwait(false);
        item.Type = there.Item.Type;
        item.Stamp = there.Item.Stamp;
        item.Trouble = there.Item.Trouble;
        yield return new HashedItem(item, there.Digest);
    }

    private Sha256Digest? Known(WalkItem item)
    {
        if (_options.Known is null)
        {
            return null;
        }

        WalkItem whole = Whole(item);
        Sha256Digest? known = _options.Known(whole);
        item.Sizes = whole.Sizes;
        return known;
    }

    private WalkItem Whole(WalkItem item)
    {
        bool isRoot = item.Path.Length == 0;
        byte[] path = isRoot ? _part.Path.Bytes.ToArray() : [.. _part.Path.Bytes, (byte)'/', .. item.Path];
        bool isTooLong = path.Length > EntryPath.MaxLength && item.Trouble.IsNone;
        return new WalkItem(path, isRoot ? 0 : path.Length - item.Name.Length, item.Type, item.Folder)
        {
            Stamp = item.Stamp,
            Target = item.Target,
            Trouble = isTooLong ? new Trouble(TroubleKind.TooLong) : item.Trouble,
        };
    }

    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> path)
    {
        int start = _part.Path.Bytes.Length + 1;
        if (_path.Length < start + path.Length)
        {
            Array.Resize(ref _path, (start + path.Length) * 2);
        }

        path.CopyTo(_path.AsSpan(start));
        return _path.AsSpan(0, start + path.Length);
    }
}
