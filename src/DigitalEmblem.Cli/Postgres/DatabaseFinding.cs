using System.Runtime.CompilerServices;
using System.Text;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Finding;
using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Looks for signs in the comments on the databases of some servers, and judges each by itself.</summary>
/// <param name="addresses">One connection to each server.</param>
/// <param name="options">What is asked for.</param>
internal sealed class DatabaseFinding(IReadOnlyList<PostgresAddress> addresses, DataFindOptions options)
{
    private readonly List<DataTrouble> _troubles = [];

    /// <summary>How many databases have a comment that was read, or none.</summary>
    public long Databases { get; private set; }

    /// <summary>What could not be read.</summary>
    public IReadOnlyList<DataTrouble> Troubles => _troubles;

    /// <summary>The signs, one server after the other.</summary>
    public async IAsyncEnumerable<FoundSign> SignsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var judge = new SignJudge(options, cancellationToken);
        foreach (PostgresAddress address in addresses)
        {
            IAsyncEnumerator<DatabaseComment> comments = ReadAsync(address, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (comments)
            {
                while (await TryMoveAsync(comments, address))
                {
                    if (await JudgeAsync(judge, comments.Current, address, cancellationToken) is { } sign)
                    {
                        yield return sign;
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<DatabaseComment> ReadAsync(
        PostgresAddress address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int number = 0;
        await using PostgresSession session = await PostgresSession.OpenAsync(address, cancellationToken);
        await foreach (DatabaseComment comment in session.CommentsAsync(cancellationToken))
        {
            if (++number > PostgresSession.MostDatabases)
            {
                Trouble(
                    address.Show(null),
                    $"it has more than {Amount.Number(PostgresSession.MostDatabases)} databases, and the others were not read");
                yield break;
            }

            yield return comment;
        }
    }

    private async Task<bool> TryMoveAsync(IAsyncEnumerator<DatabaseComment> comments, PostgresAddress address)
    {
        try
        {
            return await comments.MoveNextAsync();
        }
        catch (Exception e) when (PostgresTrouble.Is(e))
        {
            Trouble(address.Show(null), PostgresTrouble.Of(e));
            return false;
        }
    }

    private async Task<FoundSign?> JudgeAsync(
        SignJudge judge, DatabaseComment comment, PostgresAddress address, CancellationToken cancellationToken)
    {
        string shown = address.Show(comment.Name);
        if (comment.Bytes is not { } bytes)
        {
            Trouble(shown, $"its comment is longer than {Amount.Bytes(CommentSign.MaxComment)}");
            return null;
        }

        Databases++;
        var path = new FoundPath(Encoding.UTF8.GetBytes(shown));
        try
        {
            return !CommentSign.IsIn(bytes) ? null
                : CommentSign.Read(bytes) is not { } file
                    ? SignJudge.Fault(
                        path, FoundPlace.Database, HandedWords.Keep($"Its sign is of a version that this program does not read."))
                    // A judge may wait for a store or a log.
                    : await Task.Run(
                        () => judge.Judge(path, FoundPlace.Database, () => SignFile.Open(new MemoryStream(file, writable: false)).Sign),
                        cancellationToken);
        }
        catch (DataFormatException e)
        {
            return SignJudge.Fault(
                path, FoundPlace.Database, HandedWords.Keep($"Its sign is malformed. {Sentence.Of(e)}."), DataOutcome.Invalid);
        }
    }

    private void Trouble(string path, Sentence reason) =>
        _troubles.Add(new DataTrouble(PrintableLine.Of(path), HandedWords.Keep(reason)));
}
