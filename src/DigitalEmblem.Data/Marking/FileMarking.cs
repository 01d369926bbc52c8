using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Marks one file: the sign and its manifest stand in one file beside it, which takes its place in one step. Or prepares it: the manifest
/// alone, in a file of its own.
/// </summary>
internal sealed class FileMarking(
    Folder folder, string path, DataSigner? signer, TimeProvider clock, DataMarkOptions options, Action<MarkStep>? hook)
{
    private const uint Widest = 0x1A4, OwnerReadsAndWrites = 0x180;

    private readonly byte[] _name = Encoding.UTF8.GetBytes(Path.GetFileName(path));

    private byte[] SignName => [.. _name, .. Encoding.ASCII.GetBytes(SignNames.FileSuffix)];

    public async Task<DataMarked> RunAsync(bool updates, CancellationToken cancellationToken)
    {
        _ = signer!.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Begun);
        CheckName();
        using var held = SignFileLock.Take(folder, SignName, path);
        CheckSign(updates);
        (FileStamp stamp, Sha256Digest digest) = await HashAsync(cancellationToken).ConfigureAwait(false);
        return Place(held, stamp, digest);
    }

    /// <summary>Writes the manifest for a sign that is made elsewhere. The sign that is there stays.</summary>
    public async Task<DataPrepared> PrepareAsync(CancellationToken cancellationToken)
    {
        hook?.Invoke(MarkStep.Begun);
        ThrowIfTooLong(SignNames.PreparedSuffix);
        PreparedFile.Open(folder, path, _name)?.Dispose();
        CheckName();
        CheckSign(updates: false);
        (FileStamp stamp, Sha256Digest digest) = await HashAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream manifest = Manifest(stamp, digest, out DataRoot root);
        using SafeWrite file = folder.Replace(PreparedFile.NameFor(_name), Mode(stamp));
        file.Write(manifest.GetBuffer().AsSpan(0, (int)manifest.Length));
        file.Commit();
        hook?.Invoke(MarkStep.ManifestNamed);
        return new DataPrepared(root, path + SignNames.PreparedSuffix, 1, stamp.Size, 0);
    }

    private async Task<(FileStamp Stamp, Sha256Digest Digest)> HashAsync(CancellationToken cancellationToken)
    {
        var progress = new HashProgress();
        HashedItem hashed;
        using (new ProgressReport(options.Progress, progress, () => (1, null)))
        {
            int threads = options.Threads ?? Environment.ProcessorCount;
            hashed = await HashFile.RunAsync(folder, _name, threads, progress, cancellationToken).ConfigureAwait(false);
        }

        var troubles = new Troubles();
        _ = troubles.Take(hashed.Item);
        troubles.ThrowIfAny();
        FileStamp stamp = hashed.Item.Stamp
            ?? throw new IOException($"'{path}' is the root of another file system, which a sign does not cover.");
        hook?.Invoke(MarkStep.Listed);
        return (stamp, hashed.Digest!.Value);
    }

    private MemoryStream Manifest(FileStamp stamp, Sha256Digest digest, out DataRoot root)
    {
        var manifest = new MemoryStream();
        var writer = new ManifestWriter(manifest, ManifestTerms.ForContent());
        writer.Add(ManifestEntry.File(EntryPath.Of(_name), stamp.Size, digest));
        root = writer.Finish();
        manifest.Position = 0;
        hook?.Invoke(MarkStep.ManifestWritten);
        return manifest;
    }

    private static int Mode(FileStamp stamp) => (int)(OwnerReadsAndWrites | (stamp.Mode & Widest));

    private DataMarked Place(SignFileLock held, FileStamp stamp, Sha256Digest digest)
    {
        using MemoryStream manifest = Manifest(stamp, digest, out DataRoot root);
        byte[] bundle = signer!.Sign(root, clock.GetUtcNow(), options.Lifetime);
        hook?.Invoke(MarkStep.Signed);

        // Hours may have gone by, and another program may have given this name to a file of its own.
        CheckSign(updates: false);
        using SafeWrite file = folder.Replace(SignName, Mode(stamp));
        using (var stream = new SafeWriteStream(file))
        {
            SignFile.Write(stream, bundle, manifest);
        }

        held.Commit(file);
        hook?.Invoke(MarkStep.SignNamed);
        _ = PreparedFile.Remove(folder, path, _name);
        DateTimeOffset expires = DataSign.Read(bundle).Claims.Validity.Expires;
        return new DataMarked(root, bundle, path + SignNames.FileSuffix, 1, stamp.Size, 1, 0, expires);
    }

    private void ThrowIfTooLong(string suffix)
    {
        if (_name.Length + suffix.Length > EntryPath.MaxComponentLength)
        {
            throw new IOException(
                $"The name of '{path}' is too long for a file beside it whose name ends with '{suffix}'. Mark its folder.");
        }
    }

    private void CheckName()
    {
        if (options.WritesNotice || options.Exclusions.Count > 0)
        {
            throw new ArgumentException("A single file has no notice and no exclusions: mark its folder.");
        }

        if (options.IsVolume)
        {
            throw new ArgumentException("A single file has no generations: mark its folder as a volume.");
        }

        if (folder.Look(_name, out FileStamp stamp).IsNone && stamp.Type is not (NodeType.File or NodeType.Unknown))
        {
            throw new IOException(stamp.Type == NodeType.Link
                ? $"'{path}' is a symbolic link. Name the file to which it leads."
                : $"'{path}' is {stamp.Type.ToWords()}, and only files and folders are marked.");
        }

        ThrowIfTooLong(SignNames.FileSuffix);
        if (!EntryPath.TryOf(_name, out EntryPath? entry) || EntryRules.IsReserved(entry))
        {
            throw new ArgumentException("A file of a sign is not marked itself.");
        }
    }

    private void CheckSign(bool updates)
    {
        if (!SignFolder.HasFile(folder, SignName))
        {
            if (updates)
            {
                throw new IOException("There is no sign to update: mark first.");
            }

            return;
        }

        Trouble trouble = folder.OpenFile(SignName, out OpenFile? file);
        using (file ?? throw new IOException($"'{path}{SignNames.FileSuffix}' cannot be read: {trouble.ToWords()}.", trouble.Error))
        {
            using OpenFileStream stream = SignFiles.StreamOf(file);
            if (updates)
            {
                _ = SignFile.Open(stream).OpenManifest();
            }
            else if (!SignFile.IsOne(stream))
            {
                throw new IOException(
                    $"'{path}{SignNames.FileSuffix}' is no sign, and would be replaced. Rename it, and mark again.");
            }
        }
    }
}
