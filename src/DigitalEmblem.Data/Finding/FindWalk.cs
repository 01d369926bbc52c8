using System.Text;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>
/// Walks a tree for names of signs, unsorted, by the types that folders tell: a folder costs an open, a reading of its names and a close,
/// and a file costs nothing. It enters no link and no other file system.
/// </summary>
internal sealed class FindWalk : IDisposable
{
    private const int NameBytes = 16 * 1024 * 1024, LeastNameBytes = 64 * 1024;

    // Half of them at the root's end, where a way back always begins, and half where the walk is.
    private const int OpenFolders = 64;

    private readonly List<FindFrame> _frames = [];
    private readonly FindNames _names;
    private readonly List<FindRoot> _all;
    private readonly SignJudge _judge;
    private readonly FindTally _tally;
    private readonly DeepLook? _deep;
    private readonly Action<FoundSign> _found;
    private readonly Folder _root;
    private byte[] _path;
    private int _pathLength;
    private int _heldNames;

    /// <param name="root">Where it begins; its folder is taken over.</param>
    /// <param name="all">All roots of the search: a file system that is one of them is read as that.</param>
    /// <param name="judge">Judges signs.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="deep">Whether attributes and archives are looked into.</param>
    /// <param name="found">Takes each sign.</param>
    public FindWalk(FindRoot root, List<FindRoot> all, SignJudge judge, FindTally tally, bool deep, Action<FoundSign> found)
    {
        _all = all;
        _judge = judge;
        _tally = tally;
        _found = found;
        _root = root.Folder;
        _names = new FindNames(deep);
        _deep = deep ? new DeepLook(judge, tally, found) : null;
        byte[] path = Encoding.UTF8.GetBytes(root.Path.Length > 1 ? root.Path.TrimEnd('/') : root.Path);
        _path = new byte[Math.Max(512, path.Length)];
        path.CopyTo(_path, 0);
        _pathLength = path.Length;
    }

    /// <summary>Walks all of it.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        Push(_root.Retain());
        while (_frames.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FindFrame frame = _frames[^1];
            if (frame.Names is { } names && names.TryNext(out ReadOnlySpan<byte> name, out NodeType type))
            {
                Meet(frame, name, type);
            }
            else
            {
                Leave(frame);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        foreach (FindFrame frame in _frames)
        {
            frame.Dispose();
        }
    }

    private void Meet(FindFrame frame, ReadOnlySpan<byte> name, NodeType type)
    {
        Folder folder = frame.Folder!;
        SetPath(frame, name);
        if (type == NodeType.Unknown)
        {
            Trouble trouble = folder.Look(name, out FileStamp stamp);
            if (!trouble.IsNone)
            {
                Unread(trouble.ToWords());
                return;
            }

            type = stamp.Type;
        }

        if (name.SequenceEqual(".adem"u8))
        {
            Tell(_judge.Folder(folder, type, new FoundPath(Marked(".adem".Length + 1))));
        }
        else if (type != NodeType.Folder && FindNames.IsSign(name))
        {
            Tell(_judge.File(folder, name, type, new FoundPath(Marked(".adem".Length))));
        }
        else if (type == NodeType.File && _deep is not null)
        {
            _deep.Look(_frames, name, _path.AsSpan(0, _pathLength));
        }

        if (type == NodeType.Folder)
        {
            Enter(folder, name);
        }
    }

    private void Tell(FoundSign? sign)
    {
        if (sign is not null)
        {
            _found(sign);
        }
    }

    // The path without the name of the sign at its end.
    private byte[] Marked(int without) => _path[..Math.Max(1, _pathLength - without)];

    private void Enter(Folder parent, ReadOnlySpan<byte> name)
    {
        Trouble trouble = parent.OpenFolder(name, out Folder? folder);
        if (folder is not null)
        {
            Push(folder);
        }
        else if (trouble.Error == Linux.CrossDevice && Linux.IsHere)
        {
            bool isRoot = parent.Look(name, out FileStamp stamp).IsNone && _all.Exists(r => r.Stamp.IsSameNode(stamp));
            if (!isRoot)
            {
                Unread("another file system begins here: name it as a root of its own");
            }
        }
        else if (trouble.Kind != TroubleKind.Vanished)
        {
            Unread(trouble.ToWords());
        }
    }

    private void Push(Folder folder)
    {
        Trouble trouble;
        NameList? names;
        try
        {
            trouble = _names.Read(folder, Math.Max(LeastNameBytes, NameBytes - _heldNames), out names);
        }
        catch (IOException e)
        {
            // The temporary file of a giant folder could not be written.
            (trouble, names) = (Trouble.Of(e), null);
        }

        if (!trouble.IsNone)
        {
            // What was read of it before is looked at all the same.
            Unread(trouble.ToWords());
        }
        else
        {
            _tally.Folder();
        }

        if (names is null)
        {
            folder.Dispose();
            return;
        }

        _frames.Add(new FindFrame(folder, names, _pathLength));
        _heldNames += names.HeldBytes;
        int closed = _frames.Count - 1 - (OpenFolders / 2);
        if (closed > OpenFolders / 2 && _frames[closed] is { Folder: { } open } frame)
        {
            _ = open.Look(out FileStamp stamp);
            frame.Stamp = stamp;
            frame.Folder = null;
            open.Dispose();
        }
    }

    private void Leave(FindFrame frame)
    {
        _frames.RemoveAt(_frames.Count - 1);
        _heldNames -= frame.Names?.HeldBytes ?? 0;
        if (_frames.Count > 0 && _frames[^1].Folder is null)
        {
            Reopen(frame.Folder!, _frames[^1]);
        }

        frame.Dispose();
    }

    // Folders that were moved meanwhile are lost with all names in them that were not looked at.
    private void Reopen(Folder below, FindFrame frame)
    {
        Trouble trouble = below.OpenParent(out Folder? folder);
        if (folder is not null && folder.Look(out FileStamp stamp).IsNone && stamp.IsSameNode(frame.Stamp))
        {
            frame.Folder = folder;
            return;
        }

        folder?.Dispose();
        while (_frames[^1].Folder is null)
        {
            FindFrame lost = _frames[^1];
            _pathLength = lost.PathLength;
            Unread(trouble.IsNone ? "it was moved while it was read" : trouble.ToWords());
            _frames.RemoveAt(_frames.Count - 1);
            _heldNames -= lost.Names?.HeldBytes ?? 0;
            lost.Dispose();
        }
    }

    private void Unread(string reason) => _tally.Trouble(_path.AsSpan(0, _pathLength), reason);

    private void SetPath(FindFrame frame, ReadOnlySpan<byte> name)
    {
        int start = frame.PathLength;
        _pathLength = start + 1 + name.Length;
        if (_pathLength > _path.Length)
        {
            Array.Resize(ref _path, Math.Max(_pathLength, _path.Length * 2));
        }

        // The root "/" ends with its slash.
        if (start == 1 && _path[0] == (byte)'/')
        {
            _pathLength--;
        }
        else
        {
            _path[start++] = (byte)'/';
        }

        name.CopyTo(_path.AsSpan(start));
    }
}
