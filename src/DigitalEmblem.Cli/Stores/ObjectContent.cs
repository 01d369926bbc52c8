namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// The content of an object while it is read. If it ends too early, or if it is asked at the end whether the object is still the same one
/// and it is not, reading throws <see cref="IOException"/>.
/// </summary>
/// <param name="response">What the content is read from; disposed with it.</param>
/// <param name="stream">The content.</param>
/// <param name="about">What the store said of the object.</param>
/// <param name="now">Asks what it says at the end; null to ask nothing. There may be no object any more.</param>
internal sealed class ObjectContent(
    IDisposable response, Stream stream, StoredObject about, Func<CancellationToken, Task<StoredObject?>>? now) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private long _read;
    private bool _ended;

    /// <summary>What the store said of the object.</summary>
    public StoredObject About { get; } = about;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => About.Length;

    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <exception cref="IOException">The content cannot be read on, ends too early, or is no longer that of the object.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        int count;
        try
        {
            count = await stream.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the store sent nothing for a minute");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new IOException($"the connection to the store broke after {_read} of {About.Length} bytes", e);
        }

        _read += count;
        if (_read > About.Length)
        {
            throw new IOException($"the store stated {About.Length} bytes and sends more");
        }

        if (count == 0 && buffer.Length > 0)
        {
            await EndAsync(cancellationToken);
        }

        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (_read != About.Length)
        {
            throw new IOException($"the store stated {About.Length} bytes and sent {_read}");
        }

        if (now is null)
        {
            return;
        }

        StoredObject? there;
        try
        {
            there = await now(cancellationToken);
        }
        catch (StoreException e)
        {
            throw e.ToIOException();
        }

        if (there?.ETag != About.ETag)
        {
            throw new IOException($"the object was {(there is null ? "removed" : "replaced")} while it was read");
        }
    }
}
