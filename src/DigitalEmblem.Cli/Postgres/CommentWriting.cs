using DigitalEmblem.Cli.Commands;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Writes the comment on a database so that nothing is lost that another one writes at the same moment.</summary>
internal static class CommentWriting
{
    /// <summary>Writes it, if it is still the one that was read; an empty one is removed.</summary>
    /// <param name="address">The database.</param>
    /// <param name="session">The connection that read it.</param>
    /// <param name="before">The comment as it was read: if it is another one now, nothing is written.</param>
    /// <param name="after">The new one.</param>
    /// <param name="cancellationToken">Ends it before it is written for good. The comment before stays.</param>
    /// <exception cref="CommentChangedException">Another one changed it; nothing was written.</exception>
    /// <exception cref="RefusalException">Whether it was written is not known.</exception>
    public static async Task RunAsync(
        PostgresAddress address, PostgresSession session, byte[] before, byte[] after, CancellationToken cancellationToken)
    {
        await session.StageCommentAsync(before, after, cancellationToken);

        // The server locks the comment only when it is written, which is after the statement has compared it: a change that was committed
        // between the two is overwritten, and this connection sees its own text. From now on nobody else can write it, and what another
        // connection sees is what would be lost.
        if (await CommittedAsync(address, cancellationToken) is not { } there || !before.AsSpan().SequenceEqual(there))
        {
            throw new CommentChangedException();
        }

        try
        {
            await session.CommitAsync();
        }
        catch (Exception e) when (PostgresTrouble.Is(e) && !PostgresTrouble.IsRefused(e))
        {
            // The answer can be lost on the way, after the server has done it.
            if (!await IsWrittenAsync(address, after))
            {
                throw new RefusalException(
                    ExitCode.Unknown,
                    $"{address.Show(address.Database)}: {PostgresTrouble.Of(e)} Whether the comment was written could not be found out: "
                        + $"'emblem data check --postgres' tells it.");
            }
        }
    }

    private static async Task<byte[]?> CommittedAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        await using PostgresSession other = await PostgresSession.OpenAsync(address, cancellationToken);
        return (await other.CommentAsync(cancellationToken)).Bytes;
    }

    private static async Task<bool> IsWrittenAsync(PostgresAddress address, byte[] after)
    {
        try
        {
            return await CommittedAsync(address, CancellationToken.None) is { } there && after.AsSpan().SequenceEqual(there);
        }
        catch (Exception e) when (PostgresTrouble.Is(e))
        {
            return false;
        }
    }
}
