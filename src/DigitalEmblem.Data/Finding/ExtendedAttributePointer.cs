using System.Diagnostics.CodeAnalysis;
using System.Text;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>
/// The extended attribute <c>user.adem</c> of a file (data-emblem, extended attribute): the text of a root, and, after a line feed, the
/// path of the sign from the file's folder. It is a pointer and no sign: anyone who can write the file can write it.
/// </summary>
/// <remarks>
/// <c>cp</c> without <c>--preserve=xattr</c>, <c>scp</c>, <c>rsync</c> without <c>-X</c>, <c>zip</c>, plain <c>tar</c>, editors that write
/// a new file, and file systems without extended attributes lose it. The sign beside the data stays what counts.
/// </remarks>
/// <param name="Root">The root of the sign.</param>
/// <param name="Sign">Where it lies, below the file's folder; null for beside the file, or in a folder above.</param>
internal sealed record ExtendedAttributePointer(DataRoot Root, EntryPath? Sign = null)
{
    /// <summary>The most bytes: ext4 holds 4 KiB for all attributes of a file.</summary>
    public const int MaxLength = 1024;

    /// <summary>The value of the attribute.</summary>
    /// <exception cref="ArgumentException">The path is too long.</exception>
    public byte[] ToArray()
    {
        byte[] root = Encoding.ASCII.GetBytes(Root.ToString());
        byte[] bytes = Sign is null ? root : [.. root, (byte)'\n', .. Sign.Bytes];
        return bytes.Length <= MaxLength
            ? bytes
            : throw new ArgumentException($"The path of the sign is too long: the attribute has at most {MaxLength} bytes.");
    }

    /// <summary>Reads a value.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, [NotNullWhen(true)] out ExtendedAttributePointer? pointer)
    {
        pointer = null;
        if (value.Length > MaxLength)
        {
            return false;
        }

        int end = value.IndexOf((byte)'\n');
        EntryPath? sign = null;
        if (DataRoot.TryParse(Encoding.Latin1.GetString(end < 0 ? value : value[..end]), out DataRoot? root)
            && (end < 0 || EntryPath.TryOf(value[(end + 1)..], out sign)))
        {
            pointer = new ExtendedAttributePointer(root, sign);
        }

        return pointer is not null;
    }

    /// <summary>The pointer of a file; null if it has none, or the system knows none.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The attribute is no pointer.</exception>
    public static ExtendedAttributePointer? Of(string file)
    {
        byte[]? mark = null;
        With(file, open => open.ReadMark(out mark));
        return mark is null ? null
            : TryRead(mark, out ExtendedAttributePointer? pointer) ? pointer
            : throw new DataFormatException("it is no pointer to a sign", "attribute user.adem");
    }

    /// <summary>Removes the pointer of a file if it names this root.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="file">Its path, for the message.</param>
    /// <param name="root">The root.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">It could not be removed.</exception>
    public static bool Remove(Folder folder, ReadOnlySpan<byte> name, string file, DataRoot root)
    {
        byte[]? mark = null;
        _ = folder.OpenFile(name, out OpenFile? open);
        using (open)
        {
            _ = open?.ReadMark(out mark);
        }

        bool isIts = mark is not null && TryRead(mark, out ExtendedAttributePointer? pointer) && pointer.Root == root;
        if (isIts)
        {
            With(folder, name, file, o => o.WriteMark([]));
        }

        return isIts;
    }

    /// <summary>Sets the pointer of a file. Its content and its times of writing stay; its ctime does not.</summary>
    /// <exception cref="IOException">The file cannot be opened, or its file system takes no extended attributes.</exception>
    public void Set(string file)
    {
        byte[] value = ToArray();
        With(file, open => open.WriteMark(value));
    }

    /// <summary>Removes the pointer of a file, if it has one.</summary>
    /// <exception cref="IOException">The file cannot be opened or written to.</exception>
    public static void Remove(string file) => With(file, open => open.WriteMark([]));

    /// <summary>Removes the attribute of a file, whatever stands in it.</summary>
    /// <returns>Whether it had one.</returns>
    /// <exception cref="IOException">The file cannot be opened or written to.</exception>
    public static bool RemoveAny(string file)
    {
        bool had = false;
        With(file, open =>
        {
            Trouble trouble = open.ReadMark(out byte[]? mark);

            // One that is too long to be read is removed as well.
            had = mark is not null || !trouble.IsNone;
            return had ? open.WriteMark([]) : trouble;
        });
        return had;
    }

    private static void With(string file, Func<OpenFile, Trouble> act)
    {
        string full = Path.GetFullPath(RealPath.Of(file));
        using Folder folder = Folder.Open(Path.GetDirectoryName(full) ?? full);
        With(folder, Encoding.UTF8.GetBytes(Path.GetFileName(full)), file, act);
    }

    private static void With(Folder folder, ReadOnlySpan<byte> name, string file, Func<OpenFile, Trouble> act)
    {
        Trouble trouble = folder.OpenFile(name, out OpenFile? open);
        using (open)
        {
            trouble = open is null ? trouble : act(open);
        }

        if (!trouble.IsNone)
        {
            string why = Linux.IsHere && trouble.Error == Linux.NotSupported
                ? "its file system keeps no extended attributes of users"
                : Linux.IsHere ? trouble.ToWords()
                : "this program sets them on Linux only";
            throw new IOException($"The attribute user.adem of '{Printable.Text(file)}' cannot be reached: {why}.");
        }
    }
}
