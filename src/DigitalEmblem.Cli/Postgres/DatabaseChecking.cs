using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Checks the location sign in the comment on a database.</summary>
internal static class DatabaseChecking
{
    /// <summary>Checks it; a server that cannot be asked is an outcome too.</summary>
    /// <param name="address">The database.</param>
    /// <param name="stated">The host that the caller states; null if none.</param>
    /// <param name="options">How, for a sign that was found; null is no sign that could be read.</param>
    /// <param name="context">The process.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DataCheck> CheckAsync(
        PostgresAddress address,
        DomainName? stated,
        Func<DataSign?, Task<DataCheckOptions>> options,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        DatabaseReading reading;
        string where = address.Show(address.Database);
        try
        {
            using var progress = new Progress(context, () => $"Asking the database");
            await using PostgresSession session = await PostgresSession.OpenAsync(address, cancellationToken);
            reading = await session.ReadAsync(stated, cancellationToken);
        }
        catch (Exception e) when (PostgresTrouble.Is(e))
        {
            return new DataCheck
            {
                Outcome = DataOutcome.Indeterminate,
                Reason = HandedWords.Keep($"The comment on the database {where} could not be read. {PostgresTrouble.Of(e)}"),
            };
        }

        where = address.Show(reading.Comment.Name);
        if (reading.Comment.Bytes is not { } comment)
        {
            return new DataCheck
            {
                Outcome = DataOutcome.Indeterminate,
                Reason = HandedWords.Keep(
                    $"The comment on the database {where} is longer than {Amount.Bytes(CommentSign.MaxComment)} and was not read."),
            };
        }

        byte[]? file;
        try
        {
            if (!CommentSign.IsIn(comment))
            {
                return new DataCheck
                {
                    Outcome = DataOutcome.NotMarked,
                    Reason = HandedWords.Keep($"There is no sign in the comment on the database {where}."),
                };
            }

            file = CommentSign.Read(comment);
        }
        catch (DataFormatException e)
        {
            return new DataCheck
            {
                Outcome = DataOutcome.Invalid,
                Reason = HandedWords.Keep($"The sign is malformed. {Sentence.Of(e)}."),
                SignPath = Comment(where),
            };
        }

        return file is null
            ? new DataCheck
            {
                Outcome = DataOutcome.Indeterminate,
                Reason = HandedWords.Keep($"The sign is of a version that this program does not read."),
                SignPath = Comment(where),
            }
            : await PlaceChecker.CheckAsync(
                file,
                PlaceKinds.PostgreSqlDatabase,
                reading.Facts,
                await options(TryRead(file)),
                Comment(where),
                cancellationToken);
    }

    /// <summary>The sign of a sign file; null if there is none that can be read.</summary>
    public static DataSign? TryRead(byte[] file)
    {
        try
        {
            return SignFile.Open(new MemoryStream(file, writable: false)).Sign;
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    private static string Comment(string where) => $"the comment on the database {where}";
}
