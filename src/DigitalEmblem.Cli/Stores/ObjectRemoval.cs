using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Removes the sign of an object, and on request the pointer in the object's metadata.</summary>
internal static class ObjectRemoval
{
    /// <summary>Removes, and says what that does not do.</summary>
    /// <param name="address">The object.</param>
    /// <param name="store">Its bucket.</param>
    /// <param name="removesPointer">Whether the object is copied onto itself to take the pointer out.</param>
    /// <param name="context">The process.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusalException">The store did not do all of it (3).</exception>
    /// <exception cref="UsageException">What has the name of the sign is none.</exception>
    public static async Task<int> RunAsync(
        ObjectAddress address, ObjectStore store, bool removesPointer, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            bool hadSign = await RemoveSignAsync(address, store, context, cancellationToken);
            StoredObject? about = await store.LookAsync(address.Key, cancellationToken);
            bool hadPointer = about?.Pointer is not null;
            if (hadPointer && removesPointer)
            {
                await store.SetPointerAsync(address.Key, about!.ETag, null, cancellationToken);
                context.Say($"Removed the pointer in the metadata of {address}");
            }
            else if (hadPointer)
            {
                context.Say($"The metadata of {address} still point to a sign. --set-metadata removes the pointer, by a copy of the "
                    + $"object.");
            }

            return hadSign || (hadPointer && removesPointer) ? ExitCode.Done : ExitCode.NotFound;
        }
        catch (StoreException e)
        {
            throw new RefusalException(ExitCode.Unknown, Sentence.Of(e));
        }
    }

    private static async Task<bool> RemoveSignAsync(
        ObjectAddress address, ObjectStore store, CommandContext context, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(address.SignKey, ObjectChecking.MaxSignBytes, cancellationToken) is not { } sign)
        {
            context.Say($"There is no sign at '{address.SignPath}', so none was removed.");
            return false;
        }

        if (!SignFile.IsOne(new MemoryStream(sign.Bytes)))
        {
            throw new UsageException($"'{address.SignPath}' is no sign. It was left as it is.");
        }

        await store.DeleteAsync(address.SignKey, sign.About.ETag, cancellationToken);
        context.Say($"Removed {address.SignPath}");
        context.Say(ObjectChecking.SignIn(sign.Bytes)?.Claims.Validity.Expires is { } at
            ? Sentence.Of($"Copies of the sign stay valid until the sign expires: {VerdictText.Instant(at)}. Earlier versions in the "
                + $"store are such copies.")
            : $"Copies of the sign stay valid until the sign expires. Earlier versions in the store are such copies.");
        return true;
    }
}
