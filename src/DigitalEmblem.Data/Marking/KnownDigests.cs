using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The digests of files that seem to be as they were, by the last state that a run left here and the manifest to which it belongs: that of
/// the sign, or one that was prepared for the next sign. Neither is signed, and both say the same of a file whose stamp is unchanged. It is
/// walked beside the tree, and holds one page.
/// </summary>
internal sealed class KnownDigests : IDisposable
{
    private readonly StateReader _state;
    private readonly ListedEntries _entries;
    private readonly Stream? _prepared;
    private bool _hasEnded;

    private KnownDigests(StateReader state, ListedEntries entries, Stream? prepared)
    {
        _state = state;
        _entries = entries;
        _prepared = prepared;
    }

    /// <summary>Opens the last state; null if there is none that serves here.</summary>
    /// <param name="signFolder">The sign's folder.</param>
    /// <param name="device">The device of the marked folder.</param>
    /// <param name="root">The root of the sign.</param>
    /// <param name="listed">What the sign lists.</param>
    /// <exception cref="DataFormatException">The manifest of the sign is malformed.</exception>
    public static KnownDigests? Open(Folder signFolder, ulong device, DataRoot root, Func<ListedEntries> listed)
    {
        StateReader? state = StateReader.Open(signFolder, device);
        Stream? prepared = null;
        try
        {
            if (state is null || state.Root == root)
            {
                return state is null ? null : new KnownDigests(state, listed(), null);
            }

            if (OpenPrepared(signFolder, state.Root, out prepared) is { } entries)
            {
                return new KnownDigests(state, entries, prepared);
            }
        }
        catch
        {
            state?.Dispose();
            throw;
        }

        prepared?.Dispose();
        state.Dispose();
        return null;
    }

    /// <summary>The entry of a file that seems to be as it was, or null. Files must come in the order of a walk.</summary>
    public ManifestEntry? Of(WalkItem item)
    {
        try
        {
            return _hasEnded ? null : Find(item);
        }
        catch (Exception e) when (_prepared is not null && e is DataFormatException or IOException)
        {
            // A manifest that only waits for a sign is not needed: more files are read.
            _hasEnded = true;
            return null;
        }
    }

    public void Dispose()
    {
        _entries.Dispose();
        _state.Dispose();
        _prepared?.Dispose();
    }

    private static ManifestEntries? OpenPrepared(Folder signFolder, DataRoot root, out Stream? stream)
    {
        stream = null;
        try
        {
            stream = SignFiles.OpenManifest(signFolder, root);
            var manifest = ManifestReader.Open(stream, root);
            return manifest.Head.Terms.Kind == DataKind.Content ? new ManifestEntries(manifest) : null;
        }
        catch (Exception e) when (e is DataFormatException or IOException)
        {
            return null;
        }
    }

    private ManifestEntry? Find(WalkItem item)
    {
        while (_entries.Peek() is { } entry)
        {
            int order = EntryPath.Compare(entry.Path.Bytes, item.Path);
            if (order > 0)
            {
                return null;
            }

            bool isSame = entry.Kind == EntryKind.File && _state.IsAsBefore(order == 0 ? item.Stamp : null);
            _entries.Advance();
            if (order == 0)
            {
                return isSame && item.Stamp!.Value.Size == entry.Size ? entry : null;
            }
        }

        return null;
    }
}
