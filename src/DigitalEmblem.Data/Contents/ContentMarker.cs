using DigitalEmblem.Data.Contents;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Marks content that is read from a stream: it makes the sign file that lies beside the content (data-emblem, on disk), and leaves it to
/// the caller to put it there.
/// </summary>
/// <param name="signer">Signs; its endorsements were verified.</param>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class ContentMarker(DataSigner signer, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads content to its end, and signs for it.</summary>
    /// <param name="content">The content; it stays the caller's.</param>
    /// <param name="name">Its name: one component, and none of the names that a sign's own files have.</param>
    /// <param name="options">How. Content has no notice and no exclusions.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">
    /// The content could not be read, or does not have the length that was stated. The message is a sentence.
    /// </exception>
    /// <exception cref="ArgumentException">The name is none of a file, or an option is out of its range.</exception>
    public async Task<MarkedContent> MarkAsync(
        DataContent content, EntryPath name, DataMarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name.Bytes.Contains((byte)'/') || EntryRules.IsReserved(name))
        {
            throw new ArgumentException($"'{name}' is no name of a file that can be marked.");
        }

        if (options.WritesNotice || options.Exclusions.Count > 0)
        {
            throw new ArgumentException("A single file has no notice and no exclusions: mark its folder.");
        }

        // A lifetime that makes no valid sign shows before hours of reading.
        _ = signer.Sign(DataRoot.FromBytes(new byte[DataRoot.Length]), _clock.GetUtcNow(), options.Lifetime);
        (long length, Sha256Digest digest) = await ReadAsync(content, options, cancellationToken).ConfigureAwait(false);
        using var manifest = new MemoryStream();
        var writer = new ManifestWriter(manifest, ManifestTerms.ForContent());
        writer.Add(ManifestEntry.File(name, length, digest));
        DataRoot root = writer.Finish();
        byte[] bundle = signer.Sign(root, _clock.GetUtcNow(), options.Lifetime);
        manifest.Position = 0;
        using var file = new MemoryStream();
        SignFile.Write(file, bundle, manifest);
        return new MarkedContent(root, bundle, file.ToArray(), length, DataSign.Read(bundle).Claims.Validity.Expires);
    }

    private static async Task<(long Length, Sha256Digest Digest)> ReadAsync(
        DataContent content, DataMarkOptions options, CancellationToken cancellationToken)
    {
        var progress = new HashProgress();
        using ProgressReport report = new(options.Progress, progress, () => (1, content.Length));
        (long length, Sha256Digest? digest) = await ContentReading
            .RunAsync(content.Stream, content.Length ?? long.MaxValue - 1, progress, cancellationToken).ConfigureAwait(false);
        progress.AddItem();
        return digest is { } whole && length == (content.Length ?? length)
            ? (length, whole)
            : throw new IOException($"The content was stated to have {content.Length} bytes, and has more or fewer.");
    }
}
