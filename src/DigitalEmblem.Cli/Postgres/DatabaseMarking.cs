using DigitalEmblem.Cli.Data;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Puts the location sign of a database into its comment, and takes it out again.</summary>
internal static class DatabaseMarking
{
    /// <summary>Marks the database as a place.</summary>
    /// <param name="address">The database.</param>
    /// <param name="host">The host that it is on, by the word of the person who marks it.</param>
    /// <param name="sign">Signs the place.</param>
    /// <param name="cancellationToken">Ends it. The comment before stays.</param>
    /// <returns>What was signed, where it is, and why the facts were only told; null if they were observed.</returns>
    /// <exception cref="RefusalException">It could not be read or written; nothing was written.</exception>
    public static Task<(PlaceMarked Marked, string Where, string? OnlyTold)> MarkAsync(
        PostgresAddress address, DomainName host, Func<DataPlace, PlaceMarked> sign, CancellationToken cancellationToken) =>
        AskAsync(address, async session =>
        {
            DatabaseReading reading = await session.ReadAsync(host, cancellationToken);
            string where = address.Show(reading.Comment.Name);
            if (reading.Facts.FirstOrDefault(f => f.Value is null) is { } unread)
            {
                throw new RefusalException(
                    ExitCode.Unknown, $"The fact {unread.Name} of {where} could not be read: {unread.Reason}. Nothing was written.");
            }

            byte[] before = Text(reading.Comment, where);
            ThrowIfOther(before, where);
            PlaceMarked marked = sign(new DataPlace(
                host, PlaceKinds.PostgreSqlDatabase, ValueList.From(reading.Facts.Select(f => new PlaceFact(f.Name, f.Value!)))));
            await CommentWriting.RunAsync(
                address, session, before, CommentSign.With(before, marked.SignFile.Span), cancellationToken);
            return (marked, where, reading.Facts.FirstOrDefault(f => !f.IsObserved)?.Reason);
        }, cancellationToken);

    /// <summary>Takes the sign out of the comment.</summary>
    /// <returns>Where it was, and when it expires; no place if there was none.</returns>
    /// <exception cref="RefusalException">It could not be read or written; nothing was written.</exception>
    public static Task<(string Where, bool WasThere, DateTimeOffset? Expires)> RemoveAsync(
        PostgresAddress address, CancellationToken cancellationToken) =>
        AskAsync(address, async session =>
        {
            DatabaseReading reading = await session.ReadAsync(stated: null, cancellationToken);
            string where = address.Show(reading.Comment.Name);
            byte[] before = Text(reading.Comment, where);
            if (!IsIn(before, where))
            {
                return (where, false, (DateTimeOffset?)null);
            }

            byte[]? file = TryRead(before);
            await CommentWriting.RunAsync(address, session, before, CommentSign.Without(before), cancellationToken);
            return (where, true, file is null ? null : DatabaseChecking.TryRead(file)?.Claims.Validity.Expires);
        }, cancellationToken);

    private static async Task<T> AskAsync<T>(
        PostgresAddress address, Func<PostgresSession, Task<T>> act, CancellationToken cancellationToken)
    {
        try
        {
            await using PostgresSession session = await PostgresSession.OpenAsync(address, cancellationToken);
            return await act(session);
        }
        catch (Exception e) when (PostgresTrouble.Is(e))
        {
            throw new RefusalException(
                ExitCode.Unknown, $"{address.Show(address.Database)}: {PostgresTrouble.Of(e)} The comment is as it was.");
        }
    }

    private static byte[] Text(DatabaseComment comment, string where) => comment.Bytes ?? throw new RefusalException(
        ExitCode.Unknown,
        $"The comment on {where} is longer than {Amount.Bytes(CommentSign.MaxComment)}, and is left as it is: make it shorter first.");

    private static bool IsIn(byte[] comment, string where)
    {
        try
        {
            return CommentSign.IsIn(comment);
        }
        catch (DataFormatException e)
        {
            throw new RefusalException(
                ExitCode.Undecodable,
                $"The comment on {where} is left as it is, because it has {e.Reason}: take out the lines that begin with 'adem-sign:' by "
                    + $"hand.");
        }
    }

    private static byte[]? TryRead(byte[] comment)
    {
        try
        {
            return CommentSign.Read(comment);
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    // A sign that cannot be read, or marks something else, is removed by a person and not by a second command.
    private static void ThrowIfOther(byte[] comment, string where)
    {
        if (IsIn(comment, where) && !(TryRead(comment) is { } file && IsOfDatabase(file)))
        {
            throw new RefusalException(
                ExitCode.Undecodable,
                $"The comment on {where} has a sign that cannot be read, or that marks something else. It was left as it is: "
                    + $"'emblem data remove --postgres' removes it.");
        }
    }

    private static bool IsOfDatabase(byte[] file)
    {
        try
        {
            ManifestTerms terms = SignFile.Open(new MemoryStream(file, writable: false)).OpenManifest().Head.Terms;
            return terms.Place?.Kind == PlaceKinds.PostgreSqlDatabase;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }
}
