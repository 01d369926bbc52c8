using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Looks for the sign of a marked folder above a path (data-emblem, looking upwards). It goes by descriptors from each folder to the one
/// above, and stops where the file system ends: what is mounted into a marked folder is none of its data.
/// </summary>
internal sealed class SignAbove : IDisposable
{
    private readonly DataLocation _location;
    private readonly FileStamp _data;

    // The names from the folder that was reached down to the data.
    private readonly List<byte[]> _below = [];
    private Folder _at;
    private FileStamp _stamp;
    private byte[] _path;

    private SignAbove(DataLocation location, FileStamp data, FileStamp folder)
    {
        _location = location;
        _data = data;
        _at = location.Folder.Retain();
        _stamp = folder;
        _path = _at.WhereItIs() ?? Encoding.UTF8.GetBytes(location.IsFile
            ? Path.GetDirectoryName(location.FullPath) ?? location.FullPath
            : location.FullPath);
        if (location.IsFile)
        {
            _below.Add(location.Name);
        }
    }

    private string Text => Encoding.UTF8.GetString(_path);

    /// <summary>Looks for the sign.</summary>
    /// <param name="location">A folder or file without a sign of its own.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    /// <returns>The outcome if there is no sign, or it cannot be read or believed; null if one was found.</returns>
    public static DataCheck? Find(DataLocation location, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = location.Folder.Look(out FileStamp folder);
        FileStamp data = folder;
        trouble = trouble.IsNone && location.IsFile ? location.Folder.Look(location.Name, out data) : trouble;
        if (!trouble.IsNone)
        {
            return SignSearch.Open($"'{location.FullPath}' cannot be looked at: {trouble.ToWords()}.");
        }

        if (folder.Inode == 0)
        {
            return SignSearch.Open($"There is no sign at '{location.FullPath}' itself, and this system does not tell where its file system "
                + "ends and who owns a folder, so that no sign is looked for in the folders above it. Name the marked folder.");
        }

        using var search = new SignAbove(location, data, folder);
        return search.Climb(out found);
    }

    public void Dispose() => _at.Dispose();

    private DataCheck? Climb(out OpenedSign? found)
    {
        found = null;
        if (_location.IsFile)
        {
            // A file that is mounted over another one belongs to another tree.
            DataCheck? here = _data.IsMountRoot ? None() : Look(out found);
            if (here is not { Outcome: DataOutcome.NotMarked } || _data.IsMountRoot)
            {
                return here;
            }
        }

        while (!_stamp.IsMountRoot)
        {
            Trouble trouble = _at.OpenAbove(out Folder? above);
            if (above is null)
            {
                return CannotRead(trouble);
            }

            FileStamp before = _stamp;
            _at.Dispose();
            _at = above;
            trouble = above.Look(out _stamp);
            if (!trouble.IsNone)
            {
                return CannotRead(trouble);
            }

            if (_stamp.IsSameNode(before) || _stamp.Device != before.Device)
            {
                break;
            }

            if (!TryTakeName(before))
            {
                return SignSearch.Open($"A folder above '{_location.FullPath}' was moved while a sign was looked for.");
            }

            DataCheck? known = Look(out found);
            if (known is not { Outcome: DataOutcome.NotMarked })
            {
                return known;
            }
        }

        return None();
    }

    // The path is only a proposal, because folders can be moved: the name counts if it leads to the folder from which we came.
    private bool TryTakeName(FileStamp before)
    {
        int end = _path.AsSpan().LastIndexOf((byte)'/');
        byte[] name = _path[(end + 1)..];
        if (end < 0 || name.Length == 0 || !_at.Look(name, out FileStamp there).IsNone || !there.IsSameNode(before))
        {
            return false;
        }

        _below.Insert(0, name);
        _path = end == 0 ? [(byte)'/'] : _path[..end];
        return true;
    }

    private DataCheck? Look(out OpenedSign? found)
    {
        DataCheck? known = SignSearch.OfFolder(_at, Text, _data.Owner, _location.FullPath, out found);
        if (found is null)
        {
            return known;
        }

        byte[] path = [.. _below.SelectMany((name, i) => i == 0 ? name : [(byte)'/', .. name])];
        if (!EntryPath.TryOf(path, out EntryPath? part))
        {
            found.Dispose();
            found = null;
            return SignSearch.Open($"The path of '{_location.FullPath}' below '{Text}' is longer than a manifest takes.");
        }

        found = found with { Part = new SignPart(part, _location.Folder.Retain(), _location.IsFile ? _location.Name : null) };
        return null;
    }

    private DataCheck None() => new()
    {
        Outcome = DataOutcome.NotMarked,
        Reason = _data.IsMountRoot && _location.IsFile
            ? $"There is no sign of data beside '{_location.FullPath}', which is mounted here by itself."
            : $"There is no sign of data at '{_location.FullPath}', and none in the folders above it up to '{Text}', where its file system "
                + "begins.",
    };

    private DataCheck CannotRead(Trouble trouble) => SignSearch.Open(
        $"There is no sign of data at '{_location.FullPath}', and one may lie further up: a folder above '{Text}' cannot be looked into: "
            + $"{trouble.ToWords()}.");
}
