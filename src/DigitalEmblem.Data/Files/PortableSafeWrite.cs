using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Data.Files;

/// <summary>A replacement by System.IO, which cannot sync a folder: after a loss of power the old file may be back.</summary>
internal sealed class PortableSafeWrite : SafeWrite
{
    private string _path;

    private readonly string _temporary;

    private readonly SafeFileHandle _handle;

    private long _length;

    internal PortableSafeWrite(string path, int mode)
    {
        _path = path;
        _temporary = Path.Combine(Path.GetDirectoryName(path)!, TemporaryName());
        _handle = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
        SetMode(mode);
    }

    internal override void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, _length);
        _length += bytes.Length;
    }

    internal override void Commit() => Move(replaces: true);

    internal override void CommitNew() => Move(replaces: false);

    internal override void CommitAs(ReadOnlySpan<byte> name, int mode)
    {
        _path = Path.Combine(Path.GetDirectoryName(_path)!, Encoding.UTF8.GetString(name));
        SetMode(mode);
        Commit();
    }

    internal override void CommitInto(Folder folder, ReadOnlySpan<byte> name)
    {
        _path = Path.Combine(((PortableFolder)folder).FullPath, Encoding.UTF8.GetString(name));
        Commit();
    }

    public override void Dispose()
    {
        _handle.Dispose();
        File.Delete(_temporary);
    }

    private void Move(bool replaces)
    {
        RandomAccess.FlushToDisk(_handle);
        _handle.Dispose();
        File.Move(_temporary, _path, replaces);
    }

    private void SetMode(int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_handle, (UnixFileMode)mode);
        }
    }
}
