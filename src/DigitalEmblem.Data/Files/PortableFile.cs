using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Data.Files;

/// <summary>A file behind a handle of System.IO. Others may go on writing to it: that shows in its stamp, as it does on Linux.</summary>
internal sealed class PortableFile : OpenFile
{
    private readonly SafeFileHandle _handle;

    internal PortableFile(string path)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    internal override Trouble Look(out FileStamp stamp)
    {
        stamp = default;
        try
        {
            uint mode = OperatingSystem.IsWindows() ? 0 : (uint)File.GetUnixFileMode(_handle);
            FileTime modified = FileTime.Of(File.GetLastWriteTimeUtc(_handle));
            stamp = new FileStamp(NodeType.File, RandomAccess.GetLength(_handle), modified, default, 0, 0, mode, 0, false);
            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }

    internal override Trouble Read(Span<byte> buffer, long offset, out int count)
    {
        count = 0;
        try
        {
            int read;
            do
            {
                read = RandomAccess.Read(_handle, buffer[count..], offset + count);
                count += read;
            }
            while (read > 0 && count < buffer.Length);
            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }

    public override void Dispose() => _handle.Dispose();
}
