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
    /// <param name="newerThan">The instant at which a newer sign of the same root is refused; null to replace any.</param>
    /// <param name="hook">Hears of each step.</param>
    /// <exception cref="DataNotAttachedException">
    /// Its manifest is not there, or is malformed; or a newer sign of the same root is there.
    /// </exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static DataAttached Run(
        Folder folder, string path, DataSign sign, ReadOnlySpan<byte> bundle, DateTimeOffset? newerThan, Action<MarkStep>? hook)
    {
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        byte[] signName = [.. name, .. Encoding.ASCII.GetBytes(SignNames.FileSuffix)];
        hook?.Invoke(MarkStep.Begun);
        Trouble trouble = folder.Look(name, out FileStamp stamp);
        if (!trouble.IsNone)
        {
            throw new IOException($"'{path}' cannot be looked at: {trouble.ToWords()}.", trouble.Error);
        }

        using var held = SignFileLock.Take(folder, signName, path);
        using OpenFileStream? before = SignThere(folder, path, signName);
        SignFile? there = Read(before);
        using OpenFileStream? prepared = PreparedFile.Open(folder, path, name);
        Stream manifest = Manifest(prepared, there, sign.Root, out long size) ?? throw FolderAttaching.Foreign(path, sign.Root);
        if (newerThan is { } now && there?.Sign.Root == sign.Root)
        {
            SignRenewal.ThrowIfBack(there.Sign, sign, now);
        }

        using SafeWrite file = folder.Replace(signName, (int)(OwnerReadsAndWrites | (stamp.Mode & Widest)));
        using (var stream = new SafeWriteStream(file))
        {
            SignFile.Write(stream, bundle.ToArray(), manifest);
        }

        hook?.Invoke(MarkStep.ManifestWritten);
        held.Commit(file);
        hook?.Invoke(MarkStep.SignNamed);
        if (manifest == prepared)
        {
            // A renewal leaves the manifest that waits for the next root.
            _ = PreparedFile.Remove(folder, path, name, sign.Root);
        }

        hook?.Invoke(MarkStep.Cleaned);
        return new DataAttached(sign, path + SignNames.FileSuffix, 1, size);
    }

    // A malformed sign is replaced like any other, but gives no manifest.
    private static SignFile? Read(OpenFileStream? before)
    {
        try
        {
            return before is null ? null : SignFile.Open(before);
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    // The manifest at its first byte, checked; that which was prepared goes before that of the sign which is there.
    private static Stream? Manifest(OpenFileStream? prepared, SignFile? there, DataRoot root, out long size)
    {
        size = 0;
        if (prepared is not null && PreparedFile.IsOf(prepared, root))
        {
            size = FolderAttaching.Check(prepared, root).Bytes;
            prepared.Position = 0;
            return prepared;
        }

        if (there is null || there.Sign.Root != root)
        {
            return null;
        }

        try
        {
            ManifestReader manifest = there.OpenManifest();
            foreach (ManifestEntry _ in manifest.Entries())
            {
                // The reader checks each page, and the sums at the end.
            }

            size = manifest.Head.Bytes;
            return there.AtManifest();
        }
        catch (DataFormatException)
        {
            return null;
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
