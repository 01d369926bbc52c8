using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Journal.Replay;

/// <summary>
/// Replays the journal: folds what its lines tell of rows into the rows as they should be, and compares these with the database. Each row
/// that no line made, that is gone without a line, or that is otherwise than its lines say, is a fault.
/// </summary>
internal sealed class JournalReplay : IDisposable
{
    /// <summary>The member of a line's details that has the rows: by table, then by key.</summary>
    public const string Rows = "rows";

    private static readonly string[] NamesOfRows = ["Name", "Handle", "Identifier", "Zone", "Subject", "Root"];

    private readonly ExpectedRows _expected = new();
    private readonly HashSet<string> _forgotten = [];

    /// <summary>The pseudonyms whose names were deleted, as the lines tell it.</summary>
    public IReadOnlySet<string> Forgotten => _forgotten;

    /// <summary>
    /// Folds one line. A changed line may hold anything and is a fault of the chain of hashes, so what cannot be read is left out here.
    /// </summary>
    public void Fold(JournalEntry line)
    {
        if (line.Action == ForgetPerson.Word)
        {
            _forgotten.Add(line.Subject);
        }

        if (!line.Details.Contains($"\"{Rows}\"", StringComparison.Ordinal) || Read(line.Details) is not { } tables)
        {
            return;
        }

        foreach ((string table, JsonNode? rows) in tables)
        {
            foreach ((string key, JsonNode? members) in rows as JsonObject ?? [])
            {
                if (members is null or JsonObject)
                {
                    _expected.Fold(line.Sequence, table, key, members is JsonObject told ? FormerNames.Renamed(table, told) : null);
                }
            }
        }
    }

    /// <summary>Compares with the database, row by row. It ends early once there are as many faults as the caller wants.</summary>
    /// <param name="database">The database; what it reads is not tracked.</param>
    /// <param name="pseudonyms">What the journal calls people by.</param>
    /// <param name="most">How many faults at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<string> FaultsAsync(
        IssuerContext database,
        Pseudonyms pseudonyms,
        int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        database.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        int found = 0;
        foreach (IEntityType type in database.Model.GetEntityTypes().Where(t => !t.IsOwned() && Untold.Tells(t))
            .OrderBy(t => t.GetTableName(), StringComparer.Ordinal))
        {
            await foreach (string fault in OfTableAsync(database, type, name => Called(name, pseudonyms), most, cancellationToken))
            {
                yield return fault;
                if (++found >= most)
                {
                    yield break;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _expected.Dispose();

    private async IAsyncEnumerable<string> OfTableAsync(
        IssuerContext database,
        IEntityType type,
        Func<string, string> called,
        int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<object> rows = database.Every(type.ClrType).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                string? unreadable = null;
                try
                {
                    if (!await rows.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception e) when (e is FormatException or ArgumentException or InvalidCastException or InvalidOperationException
                    or OverflowException)
                {
                    // A value that was put in by hand may be of no form that the service reads.
                    unreadable = $"{type.GetTableName()}: a row cannot be read, so it is not as the service writes it ({e.Message}).";
                }

                if (unreadable is not null)
                {
                    yield return unreadable;
                    yield break;
                }

                foreach (string fault in ToldRow.Whole(type, rows.Current, called).Select(Compare).OfType<string>())
                {
                    yield return fault;
                }
            }
        }
        finally
        {
            await rows.DisposeAsync();
        }

        IEnumerable<string> tables = type.GetNavigations().Where(n => n.TargetEntityType.IsOwned())
            .Select(n => n.TargetEntityType.GetTableName()!).Prepend(type.GetTableName()!);
        foreach ((string table, string key, long line, JsonObject members) in tables
            .SelectMany(t => _expected.Left(t, most).Select(l => (t, l.Key, l.Line, l.Members))))
        {
            yield return $"{table} {key}{NameOf(members)}: the row is gone, and no line takes it away. Line {line} is the last about it.";
        }
    }

    // A pseudonym in place of a name that was not forgotten would make another person of the same one to the four-eyes rule.
    private string Called(string name, Pseudonyms pseudonyms) => PersonName.IsPseudonym(name) && !_forgotten.Contains(name)
        ? $"{name}, with no line that forgets it"
        : pseudonyms.Of(name);

    private string? Compare(ToldRow row)
    {
        JsonObject present = row.Members!;
        if (_expected.Take(row.Table, row.Key) is not var (line, expected))
        {
            return $"{row.Table} {row.Key}{NameOf(present)}: no line of the journal made this row, so it was put in from outside.";
        }

        string[] differences = [.. expected.Select(m => m.Key).Union(present.Select(m => m.Key))
            .Where(m => Show(expected[m]) != Show(present[m]))
            .Select(m => $"{m} is {Show(expected[m])} by the journal, and {Show(present[m])} in the row")];
        return differences.Length == 0
            ? null
            : $"{row.Table} {row.Key}{NameOf(expected)}: {string.Join("; ", differences)}. Line {line} is the last about it, "
                + "so the row was changed from outside.";
    }

    private static JsonObject? Read(string details)
    {
        try
        {
            JsonNode? read = JsonNode.Parse(details, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            return (read as JsonObject)?[Rows] as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string NameOf(JsonObject members) =>
        NamesOfRows.Select(n => members[n]).FirstOrDefault(n => n is not null) is { } name ? $" ({Show(name)})" : "";

    private static string Show(JsonNode? value) => value?.ToJsonString(JsonSerializerOptions.Default) ?? "null";
}
