using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Reads the files of a sign, which a stranger may have put there.</summary>
internal static class SignFiles
{
    /// <summary>An open file as a stream.</summary>
    /// <exception cref="IOException">It is no file.</exception>
    public static OpenFileStream StreamOf(OpenFile file)
    {
        Trouble trouble = file.Look(out FileStamp stamp);
        return !trouble.IsNone ? throw new IOException($"A file cannot be read: {trouble.ToWords()}.", trouble.Error)
            : stamp.Type == NodeType.File ? new OpenFileStream(file, stamp.Size)
            : throw new IOException("Something that is no file stands in its place.");
    }

    /// <summary>Reads the sign in a sign's folder.</summary>
    /// <exception cref="DataFormatException">It is malformed, or longer than a sign.</exception>
    /// <exception cref="IOException">It is not there, is no file or cannot be read.</exception>
    public static DataSign ReadSign(Folder signFolder)
    {
        Trouble trouble = signFolder.OpenFile(SignNames.Sign, out OpenFile? file);
        using (file ?? throw new IOException(
            $"'{Encoding.UTF8.GetString(SignNames.Sign)}' cannot be read: {trouble.ToWords()}.", trouble.Error))
        {
            return ReadSign(file);
        }
    }

    /// <summary>Reads a sign from an open file.</summary>
    /// <exception cref="DataFormatException">It is malformed, or longer than a sign.</exception>
    /// <exception cref="IOException">It is no file, or cannot be read.</exception>
    public static DataSign ReadSign(OpenFile file) => DataSign.Read(ReadAll(file, DataLimits.MaxBundleBytes + 1));

    /// <summary>Opens the manifest of a root in a sign's folder.</summary>
    /// <exception cref="IOException">It is not there, is no file or cannot be opened; the message says which.</exception>
    public static Stream OpenManifest(Folder signFolder, DataRoot root)
    {
        Trouble trouble = OpenFileStream.TryOpen(
            signFolder, Encoding.ASCII.GetBytes(root.ManifestFileName), out OpenFileStream? stream, out _);
        return stream ?? throw new IOException(
            trouble.IsNone ? "it is no file" : trouble.Kind == TroubleKind.Vanished ? "it is not there" : trouble.ToWords(), trouble.Error);
    }

    /// <summary>The first bytes of a file, and no more than a limit.</summary>
    /// <exception cref="IOException">It is no file, or cannot be read.</exception>
    public static byte[] ReadAll(OpenFile file, int limit)
    {
        using OpenFileStream stream = StreamOf(file);
        var bytes = new byte[(int)Math.Min(stream.Length, limit)];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan(0, count).ToArray();
    }

    /// <summary>
    /// Whether a file with the ending of a sign is data: people use the ending too. It is one if it does not begin as a sign file, and the
    /// file that it would be the sign of is not there.
    /// </summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">The name of the file that it would be the sign of.</param>
    /// <param name="file">The file.</param>
    public static bool IsData(Folder folder, ReadOnlySpan<byte> name, OpenFile file)
    {
        try
        {
            using OpenFileStream stream = StreamOf(file);
            return folder.Look(name, out _).Kind == TroubleKind.Vanished && !SignFile.IsOne(stream);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
