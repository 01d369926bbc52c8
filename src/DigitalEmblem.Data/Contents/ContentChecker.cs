using DigitalEmblem.Data.Contents;

namespace DigitalEmblem.Data;

/// <summary>
/// Checks content that is read from a stream against its sign file (data-emblem, on disk): what <see cref="DataChecker"/> does for a file
/// and <c>NAME.adem</c> beside it, for content in a store, a database or a download.
/// </summary>
public static class ContentChecker
{
    /// <summary>Checks content.</summary>
    /// <param name="signFile">The bytes of the sign file.</param>
    /// <param name="name">The name of the content now. Another name than the listed one is a finding.</param>
    /// <param name="open">
    /// Opens the content; null if there is none. It is called once at most, after the sign was judged, and not at all if the sign or its
    /// manifest is wrong. If it throws <see cref="IOException"/>, the content could not be read.
    /// </param>
    /// <param name="options">What is asked for.</param>
    /// <param name="found">Is told the one entry; null for the summary only.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The end; faults of the content and of the sign file are outcomes and no exceptions.</returns>
    public static Task<DataCheck> CheckAsync(
        ReadOnlyMemory<byte> signFile,
        EntryPath name,
        Func<CancellationToken, Task<DataContent?>> open,
        DataCheckOptions options,
        Action<CheckedEntry>? found = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(options);
        return new ContentCheck(name, open, options, found).RunAsync(signFile, cancellationToken);
    }
}
