using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Puts a sign that was made elsewhere beside a single file: with the manifest that was prepared, or with that of the sign which is there,
/// if it is of the same root.
/// </summary>
internal static class FileAttaching
{
    private const uint Widest = 0x1A4, OwnerReadsAndWrites = 0x180;

    /// <param name="folder">The folder of the file.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="sign">The sign, verified.</param>
    /// <param name="bundle">Its bytes.</param>
    /// <param name="hook">Hears of each step.</param>
    /// <exception cref="DataNotAttachedException">Its manifest is not there, or is malformed.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static DataAttached Run(Folder folder, string path, DataSign sign, ReadOnlySpan<byte> bundle, Action<MarkStep>? hook)
    {
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        byte[] signName = [.. name, .. Encoding.ASCII.GetBytes(SignNames.FileSuffix)];
        hook?.Invoke(MarkStep.Begun);
        Trouble trouble = folder.Look(name, out FileStamp stamp);
        if (!trouble.IsNone)
        {
            throw new IOException($"'{path}' cannot be looked at: {trouble.ToWords()}.", trouble.Error);
        }

        using OpenFileStream? before = SignThere(folder, path, signName);
        using OpenFileStream? prepared = PreparedFile.Open(folder, path, name);
        Stream manifest = Manifest(prepared, before, sign.Root) ?? throw FolderAttaching.Foreign(path, sign.Root);
        using SafeWrite file = folder.Replace(signName, (int)(OwnerReadsAndWrites | (stamp.Mode & Widest)));
        using (var stream = new SafeWriteStream(file))
        {
            SignFile.Write(stream, bundle.ToArray(), manifest);
        }

        hook?.Invoke(MarkStep.ManifestWritten);
        file.Commit();
        hook?.Invoke(MarkStep.SignNamed);
        if (manifest == prepared)
        {
            // A renewal leaves the manifest that waits for the next root.
            _ = PreparedFile.Remove(folder, path, name);
        }

        hook?.Invoke(MarkStep.Cleaned);
        return new DataAttached(sign, path + SignNames.FileSuffix, 1, stamp.Size);
    }

    // The manifest at its first byte, checked; that which was prepared goes before that of the sign which is there.
    private static Stream? Manifest(OpenFileStream? prepared, OpenFileStream? before, DataRoot root)
    {
        if (prepared is not null && IsOf(prepared, root))
        {
            FolderAttaching.Check(prepared, root);
            prepared.Position = 0;
            return prepared;
        }

        try
        {
            if (before is not null && SignFile.Open(before) is { } there && there.Sign.Root == root)
            {
                foreach (ManifestEntry _ in there.OpenManifest().Entries())
                {
                    // The reader checks each page, and the sums at the end.
                }

                return there.AtManifest();
            }
        }
        catch (DataFormatException)
        {
            // A malformed sign is replaced like any other, but gives no manifest.
        }

        return null;
    }

    private static bool IsOf(OpenFileStream manifest, DataRoot root)
    {
        try
        {
            _ = ManifestReader.Open(manifest, root);
            return true;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    private static OpenFileStream? SignThere(Folder folder, string path, byte[] signName)
    {
        if (!SignFolder.HasFile(folder, signName))
        {
            return null;
        }

        Trouble trouble = OpenFileStream.TryOpen(folder, signName, out OpenFileStream? stream, out _);
        if (stream is not null && SignFile.IsOne(stream))
        {
            return stream;
        }

        bool isRead = stream is not null;
        stream?.Dispose();
        throw new IOException(isRead
            ? $"'{path}{SignNames.FileSuffix}' is no sign, and would be replaced. Rename it, and attach again."
            : $"'{path}{SignNames.FileSuffix}' cannot be read: {trouble.ToWords()}.");
    }
}
