using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// Walks a tree in the order of a manifest: each folder's names sorted by their bytes, and a folder's content where its name stands. It
/// goes by descriptors only and follows no link, so that nobody who swaps folders leads it outside; it names other mounts and does not
/// enter them; and what it cannot read is an item with a trouble.
/// </summary>
/// <remarks>
/// Names of a folder are read once more if the folder changed meanwhile. What happens in it afterwards is no fault of the reading.
/// </remarks>
internal sealed class TreeWalk : IDisposable
{
    private readonly WalkOptions _options;

    private readonly List<WalkFrame> _frames = [];

    private readonly ulong _device;

    private byte[] _path = new byte[512];

    private int _pathLength;

    private int _heldNames;

    private WalkItem? _pending;

    /// <param name="root">The folder; the caller disposes it too.</param>
    /// <param name="options">How.</param>
    internal TreeWalk(Folder root, WalkOptions options)
    {
        _options = options;
        Trouble trouble = root.Look(out FileStamp stamp);
        _device = stamp.Device;
        if (trouble.IsNone)
        {
            trouble = Push(root.Retain());
        }

        if (!trouble.IsNone)
        {
            _pending = new WalkItem([], 0, NodeType.Folder, root) { Trouble = trouble };
        }
    }

    /// <summary>Goes to the next item. The one before must be done with, or its folder retained.</summary>
    /// <returns>False after the last one.</returns>
    internal bool TryNext([NotNullWhen(true)] out WalkItem? item)
    {
        item = _pending;
        _pending = null;
        while (item is null && _frames.Count > 0)
        {
            WalkFrame frame = _frames[^1];
            item = !frame.Names.TryNext(out ReadOnlySpan<byte> name, out NodeType type) ? Leave(frame)
                : IsSameAsLast(frame, name) ? null
                : Meet(frame, name, type);
        }

        return item is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (WalkFrame frame in _frames)
        {
            frame.Dispose();
        }

        _frames.Clear();
    }

    // A folder that is written to while it is read may give a name twice.
    private bool IsSameAsLast(WalkFrame frame, ReadOnlySpan<byte> name) => !frame.IsEmpty && _pathLength - name.Length is int start
        && start == frame.PathLength + (frame.PathLength == 0 ? 0 : 1)
        && name.SequenceEqual(_path.AsSpan(start, name.Length));

    private WalkItem? Meet(WalkFrame frame, ReadOnlySpan<byte> name, NodeType type)
    {
        int nameStart = SetPath(frame, name);
        ReadOnlySpan<byte> path = _path.AsSpan(0, _pathLength);
        if (_options.Skip?.Invoke(path) == true)
        {
            _options.Skipped?.Invoke(path.ToArray());
            return null;
        }

        frame.IsEmpty = false;
        Folder folder = frame.Folder!;
        if (_pathLength > EntryPath.MaxLength || name.Length > EntryPath.MaxComponentLength)
        {
            return new WalkItem(path.ToArray(), nameStart, type, folder) { Trouble = new Trouble(TroubleKind.TooLong) };
        }

        FileStamp? stamp = null;
        Trouble trouble = Trouble.None;
        if (type == NodeType.Unknown || (_options.WithStamps && type is NodeType.File or NodeType.Link))
        {
            trouble = Look(folder, name, ref type, ref stamp);
        }

        if (trouble.IsNone && type == NodeType.Folder)
        {
            trouble = Enter(folder, name, ref type, ref stamp);
            if (trouble.IsNone && type == NodeType.Folder)
            {
                return null;
            }
        }

        byte[]? target = null;
        if (trouble.IsNone && type == NodeType.Link)
        {
            trouble = folder.ReadLink(name, out target);
        }

        return new WalkItem(path.ToArray(), nameStart, type, folder) { Stamp = stamp, Target = target, Trouble = trouble };
    }

    private static Trouble Look(Folder folder, ReadOnlySpan<byte> name, ref NodeType type, ref FileStamp? stamp)
    {
        Trouble trouble = folder.Look(name, out FileStamp found);
        if (trouble.IsNone)
        {
            type = found.IsMountRoot ? NodeType.OtherMount : found.Type;
            stamp = found;
        }

        return trouble;
    }

    // Goes into a folder, or finds that something else has its name by now.
    private Trouble Enter(Folder parent, ReadOnlySpan<byte> name, ref NodeType type, ref FileStamp? stamp)
    {
        Trouble trouble = parent.OpenFolder(name, out Folder? folder);
        if (trouble.Error == Linux.CrossDevice && Linux.IsHere)
        {
            type = NodeType.OtherMount;
            return Trouble.None;
        }

        if (trouble.Kind == TroubleKind.Moving)
        {
            Trouble again = Look(parent, name, ref type, ref stamp);
            return again.IsNone && type == NodeType.Folder ? trouble : again;
        }

        if (folder is null)
        {
            return trouble;
        }

        trouble = folder.Look(out FileStamp found);
        if (trouble.IsNone && (found.IsMountRoot || found.Device != _device))
        {
            type = NodeType.OtherMount;
        }
        else if (trouble.IsNone)
        {
            return Push(folder);
        }

        folder.Dispose();
        return trouble;
    }

    // Reads the names of a folder, which it takes over, and makes it the one in which the walk is.
    private Trouble Push(Folder folder)
    {
        NameList names = new(Math.Max(64 * 1024, _options.NameBytes - _heldNames));
        Trouble trouble = Read(folder, names, out FileStamp stamp);
        if (!trouble.IsNone)
        {
            names.Dispose();
            folder.Dispose();
            return trouble;
        }

        _options.Entered?.Invoke(stamp);
        _frames.Add(new WalkFrame(folder, stamp, names, _pathLength));
        _heldNames += names.HeldBytes;

        // Keep half of the allowed descriptors at the root's end, where a way back always begins, and half where the walk is.
        int closed = _frames.Count - 1 - (_options.OpenFolders / 2);
        if (closed > _options.OpenFolders / 2)
        {
            _frames[closed].Folder?.Dispose();
            _frames[closed].Folder = null;
        }

        return trouble;
    }

    private static Trouble Read(Folder folder, NameList names, out FileStamp stamp)
    {
        try
        {
            for (int reading = 0; reading < 2; reading++)
            {
                names.Clear();
                Trouble trouble = folder.Look(out FileStamp before);
                trouble = trouble.IsNone ? folder.Read(names) : trouble;
                stamp = default;
                trouble = trouble.IsNone ? folder.Look(out stamp) : trouble;
                if (!trouble.IsNone)
                {
                    return trouble;
                }

                if (stamp == before)
                {
                    names.Complete();
                    return trouble;
                }
            }

            stamp = default;
            return new Trouble(TroubleKind.Moving);
        }
        catch (IOException exception)
        {
            // The temporary file of a giant folder could not be written.
            stamp = default;
            return Trouble.Of(exception);
        }
    }

    // Goes back to the folder above, which is opened again if it was closed to save descriptors.
    private WalkItem? Leave(WalkFrame frame)
    {
        bool isEmpty = frame.IsEmpty && _frames.Count > 1;
        _frames.RemoveAt(_frames.Count - 1);
        _heldNames -= frame.Names.HeldBytes;
        _pathLength = frame.PathLength;
        Trouble trouble = _frames.Count > 0 && _frames[^1].Folder is null ? Reopen(frame.Folder!, _frames[^1]) : Trouble.None;
        WalkItem? item = null;
        if (isEmpty || !trouble.IsNone)
        {
            // Its folder is the one above, or the nearest that is open: the item then stands for all that was lost, and is not read.
            Folder open = DropLost();
            byte[] path = _path.AsSpan(0, _pathLength).ToArray();
            item = new WalkItem(path, path.AsSpan().LastIndexOf((byte)'/') + 1, NodeType.Folder, open) { Trouble = trouble };
            item.Stamp = isEmpty && trouble.IsNone ? frame.Stamp : null;
        }

        frame.Dispose();
        return item;
    }

    private static Trouble Reopen(Folder below, WalkFrame frame)
    {
        Trouble trouble = below.OpenParent(out Folder? folder);
        if (folder is null)
        {
            return trouble;
        }

        trouble = folder.Look(out FileStamp stamp);
        if (trouble.IsNone && stamp.IsSameNode(frame.Stamp))
        {
            frame.Folder = folder;
            return trouble;
        }

        folder.Dispose();
        return trouble.IsNone ? new Trouble(TroubleKind.Moving) : trouble;
    }

    private Folder DropLost()
    {
        while (_frames[^1].Folder is null)
        {
            WalkFrame lost = _frames[^1];
            _frames.RemoveAt(_frames.Count - 1);
            _heldNames -= lost.Names.HeldBytes;
            _pathLength = lost.PathLength;
            lost.Dispose();
        }

        return _frames[^1].Folder!;
    }

    private int SetPath(WalkFrame frame, ReadOnlySpan<byte> name)
    {
        int start = frame.PathLength == 0 ? 0 : frame.PathLength + 1;
        _pathLength = start + name.Length;
        if (_pathLength > _path.Length)
        {
            Array.Resize(ref _path, Math.Max(_pathLength, _path.Length * 2));
        }

        if (start > 0)
        {
            _path[start - 1] = (byte)'/';
        }

        name.CopyTo(_path.AsSpan(start));
        return start;
    }
}
