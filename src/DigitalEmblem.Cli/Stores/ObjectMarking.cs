using System.CommandLine;
using DigitalEmblem.Cli.Commands;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// Marks an object of a store (data-emblem, object stores): the object is read as a stream, and its sign is put beside it only if the
/// object is still the same one before and after.
/// </summary>
/// <param name="address">The object.</param>
/// <param name="store">Its bucket.</param>
/// <param name="setsPointer">Whether the object's metadata are set too.</param>
/// <param name="clock">The clock.</param>
internal sealed class ObjectMarking(ObjectAddress address, ObjectStore store, bool setsPointer, TimeProvider clock)
{
    private string? _etag;

    /// <summary>Marks, and prints what was marked.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        ObjectAddress address,
        bool setsPointer,
        MarkingOptions options,
        StoreOptions stores,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        using ObjectStore store = stores.Open(parsed, address.Bucket, context);
        var marking = new ObjectMarking(address, store, setsPointer, context.Clock);
        return await options.RunAsync(
            parsed,
            readsAll: true,
            context,
            (signer, how) => marking.MarkAsync(signer, how, cancellationToken),
            (marked, issuer) => ObjectText.WriteMarked(marked, issuer, address, setsPointer, context));
    }

    /// <summary>Marks.</summary>
    /// <exception cref="RefusalException">
    /// The store did not do all of it (exit 3). The message tells whether a sign lies in the store now.
    /// </exception>
    /// <exception cref="UsageException">The object is not there or cannot be marked, or its sign's name is taken.</exception>
    public async Task<DataMarked> MarkAsync(DataSigner signer, DataMarkOptions how, CancellationToken cancellationToken)
    {
        try
        {
            (byte[] Bytes, StoredObject About)? old = await store.ReadAsync(
                address.SignKey, ObjectChecking.MaxSignBytes, cancellationToken);
            if (old is { } there && !SignFile.IsOne(new MemoryStream(there.Bytes)))
            {
                throw new UsageException($"'{address.SignPath}' is no sign, and would be replaced. Move it away, and mark again.");
            }

            MarkedContent marked = await ReadAsync(signer, how, cancellationToken);
            await PutAsync(marked, old, cancellationToken);
            return new DataMarked(
                marked.Root,
                marked.Sign,
                address.SignPath,
                Files: 1,
                marked.Bytes,
                FilesRead: 1,
                NotCovered: 0,
                marked.Expires);
        }
        catch (StoreException e)
        {
            throw new RefusalException(ExitCode.Unknown, $"{Sentence.Of(e)} No sign was put.");
        }
    }

    private async Task<MarkedContent> ReadAsync(DataSigner signer, DataMarkOptions how, CancellationToken cancellationToken)
    {
        ObjectContent content = await store.OpenAsync(address.Key, cancellationToken)
            ?? throw new UsageException($"There is no object '{address}'. Check the key.");
        await using (content)
        {
            if (setsPointer && content.About.Length > ObjectCopy.MostBytes)
            {
                throw new UsageException(
                    $"'{address}' has more than 5 GiB, and no store copies that in one step, which --set-metadata needs: leave it out.");
            }

            _etag = content.About.ETag;
            try
            {
                return await new ContentMarker(signer, clock).MarkAsync(
                    new DataContent(content, content.About.Length), address.Name, how, cancellationToken);
            }
            catch (IOException e)
            {
                throw new StoreException($"'{address}' could not be read: {e.Message.TrimEnd('.')}. Mark it again.");
            }
        }
    }

    private async Task PutAsync(MarkedContent marked, (byte[] Bytes, StoredObject About)? old, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // From here on it goes to its end: an interruption would leave a sign that was not looked at again.
        string put = await PutSignAsync(marked, old);
        try
        {
            if ((await store.LookAsync(address.Key, CancellationToken.None))?.ETag != _etag)
            {
                throw new StoreException($"'{address}' was replaced or removed while its sign was put.", isReplaced: true);
            }
        }
        catch (StoreException e)
        {
            throw await UndoneAsync(e, put, old);
        }

        try
        {
            if (setsPointer)
            {
                await store.SetPointerAsync(address.Key, _etag!, marked.Root.ToString(), CancellationToken.None);
            }
        }
        catch (StoreException e) when (e.IsReplaced)
        {
            throw await UndoneAsync(e, put, old);
        }
        catch (StoreException e)
        {
            throw new RefusalException(ExitCode.Unknown, $"The object is marked, and its metadata could not be set. {Sentence.Of(e)}");
        }
    }

    private async Task<string> PutSignAsync(MarkedContent marked, (byte[] Bytes, StoredObject About)? old)
    {
        try
        {
            return await store.PutAsync(address.SignKey, marked.SignFile, old?.About.ETag, CancellationToken.None);
        }
        catch (StoreException e)
        {
            // An answer can be lost on the way. What is sent again then finds the sign there that was sent first.
            if (await ReadBackAsync(e) is { } there && there.Bytes.AsSpan().SequenceEqual(marked.SignFile.Span))
            {
                return there.About.ETag;
            }

            throw;
        }
    }

    private async Task<(byte[] Bytes, StoredObject About)?> ReadBackAsync(StoreException why)
    {
        try
        {
            return await store.ReadAsync(address.SignKey, ObjectChecking.MaxSignBytes, CancellationToken.None);
        }
        catch (StoreException)
        {
            throw new RefusalException(
                ExitCode.Unknown,
                $"{why.Sentence} Whether the sign was put could not be found out: 'emblem data check {address}' tells it later.");
        }
    }

    /// <summary>What is there after an answer that says nothing of it; null if it is the new sign, or is not known.</summary>
    private async Task<Sentence?> NowAsync(string put, byte[]? before)
    {
        try
        {
            (byte[] Bytes, StoredObject About)? there = await store.ReadAsync(
                address.SignKey, ObjectChecking.MaxSignBytes, CancellationToken.None);
            return there is not { } sign ? Sentence.Of($"There is no sign now.")
                : before is not null && sign.Bytes.AsSpan().SequenceEqual(before) ? Sentence.Of($"The sign before is back in place.")
                : sign.About.ETag != put ? Sentence.Of($"There is a sign of another marker now, and it was left as it is.")
                : null;
        }
        catch (StoreException)
        {
            return null;
        }
    }

    /// <summary>Takes the new sign away, or puts back the one before.</summary>
    private async Task<RefusalException> UndoneAsync(StoreException why, string put, (byte[] Bytes, StoredObject About)? old)
    {
        try
        {
            if (old is { } before)
            {
                await store.PutAsync(address.SignKey, before.Bytes, put, CancellationToken.None);
            }
            else
            {
                await store.DeleteAsync(address.SignKey, put, CancellationToken.None);
            }
        }
        catch (StoreException e)
        {
            if (await NowAsync(put, old?.Bytes) is { } there)
            {
                return new RefusalException(ExitCode.Unknown, $"{why.Sentence} {there} Mark it again.");
            }

            return new RefusalException(
                ExitCode.Unknown,
                $"{why.Sentence} The sign at '{address.SignPath}' is for what was read, and could not be taken away: {Sentence.Of(e)}");
        }

        Sentence now = old is null ? Sentence.Of($"There is no sign now.") : $"The sign before is back in place.";
        return new RefusalException(ExitCode.Unknown, $"{why.Sentence} {now} Mark it again.");
    }
}
