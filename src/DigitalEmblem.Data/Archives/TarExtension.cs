using System.Buffers.Text;
using System.Text;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// What extended headers say of the member that follows: names that are too long for its own header, and a size. A key that this reader
/// does not know could change name or content for another reader, so that it is refused.
/// </summary>
internal sealed class TarExtension
{
    private static readonly string[] Harmless =
        ["mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment", "RHT.security.selinux", "LIBARCHIVE.creationtime"];

    private static readonly string[] HarmlessBeginnings = ["SCHILY.xattr.", "SCHILY.acl.", "LIBARCHIVE.xattr."];

    private static readonly string[] HarmlessOfSchily = ["SCHILY.dev", "SCHILY.ino", "SCHILY.nlink", "SCHILY.fflags"];

    public byte[]? Name { get; private set; }

    public byte[]? Link { get; private set; }

    public long? Size { get; private set; }

    /// <summary>Takes GNU's header of a long name, or of a long target.</summary>
    public void TakeGnu(ReadOnlySpan<byte> content, bool isLink, long offset)
    {
        // The content ends with a NUL.
        int end = content.IndexOf((byte)0);
        if (end != content.Length - 1 || (isLink ? Link : Name) is not null)
        {
            throw ArchiveFault.At(offset, "has a long name that is malformed or stands twice");
        }

        byte[] text = content[..end].ToArray();
        (Name, Link) = isLink ? (Name, text) : (text, Link);
    }

    /// <summary>Takes the records of a pax header: length, space, key, equals sign, value, line feed.</summary>
    public void TakePax(ReadOnlySpan<byte> content, bool isGlobal, long offset)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (content.Length > 0)
        {
            if (!Utf8Parser.TryParse(content, out int length, out int digits) || content[0] == (byte)'0' || length > content.Length
                || length < digits + 4 || content[digits] != (byte)' ' || content[length - 1] != (byte)'\n')
            {
                throw ArchiveFault.At(offset, "has an extended header that is malformed");
            }

            ReadOnlySpan<byte> record = content[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            string key = equals > 0
                ? Encoding.Latin1.GetString(record[..equals])
                : throw ArchiveFault.At(offset, "has an extended header that is malformed");
            if (!keys.Add(key) || (isGlobal && key != "comment"))
            {
                throw ArchiveFault.At(offset, $"has an extended header with '{Printable.Text(key)}' twice, or for all members");
            }

            Take(key, record[(equals + 1)..], offset);
            content = content[length..];
        }
    }

    private void Take(string key, ReadOnlySpan<byte> value, long offset)
    {
        switch (key)
        {
            case "path" when Name is null && value.Length > 0:
                Name = value.ToArray();
                break;
            case "linkpath" when Link is null && value.Length > 0:
                Link = value.ToArray();
                break;
            case "size" when Size is null && Utf8Parser.TryParse(value, out long size, out int digits) && digits == value.Length
                && size >= 0:
                Size = size;
                break;
            default:
                if (!Harmless.Contains(key) && !HarmlessOfSchily.Contains(key)
                    && !HarmlessBeginnings.Any(b => key.StartsWith(b, StringComparison.Ordinal)))
                {
                    throw ArchiveFault.At(
                        offset, $"has an extended header with '{Printable.Text(key)}', which is not supported or is malformed");
                }

                break;
        }
    }
}
