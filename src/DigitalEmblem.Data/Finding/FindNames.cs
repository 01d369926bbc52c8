using System.Runtime.InteropServices;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>
/// Reads the names of a folder in the order of the file system, and keeps those that a search has a use for: nearly all are neither folders
/// nor names of signs, and are dropped where they lie.
/// </summary>
internal sealed unsafe class FindNames
{
    // struct linux_dirent64: inode 8, offset 8, length of the record 2, type 1, name and its NUL.
    private const int LengthAt = 16, TypeAt = 18, NameAt = 19, FolderType = 4, UnknownType = 0;

    private const int BufferBytes = 256 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    private readonly bool _all;

    /// <param name="all">Whether every name is kept.</param>
    public FindNames(bool all) => _all = all;

    /// <summary>Reads a folder, which was not read before.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limit">How many bytes of names are held in memory.</param>
    /// <param name="names">The names that are kept; null if there are none.</param>
    public Trouble Read(Folder folder, int limit, out NameList? names)
    {
        names = null;
        if (folder is not LinuxFolder linux)
        {
            names = new NameList(limit);
            Trouble trouble = folder.Read(names);
            names.Complete();
            return trouble;
        }

        fixed (byte* buffer = _buffer)
        {
            while (true)
            {
                nint count = Libc.Syscall(Linux.GetDents, linux.Descriptor, (nint)buffer, BufferBytes, 0, 0);
                if (count <= 0)
                {
                    // Names are sorted only if they had to go to a file, which merges sorted runs.
                    if (names is { IsSpilled: true })
                    {
                        names.Complete();
                    }

                    return count == 0 ? Trouble.None : Trouble.OfLinux(Marshal.GetLastPInvokeError());
                }

                Take(buffer, (int)count, limit, ref names);
            }
        }
    }

    /// <summary>Whether a name is one of a sign.</summary>
    public static bool IsSign(ReadOnlySpan<byte> name) => name.EndsWith(".adem"u8);

    private void Take(byte* entries, int count, int limit, ref NameList? names)
    {
        for (byte* end = entries + count; entries < end; entries += *(ushort*)(entries + LengthAt))
        {
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entries + NameAt);
            byte type = entries[TypeAt];
            if ((type is FolderType or UnknownType || _all || IsSign(name)) && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names ??= new NameList(limit);
                names.Add(name, LinuxLook.OfEntry(type));
            }
        }
    }
}
