using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Replay;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// One change: its transaction, its actor, and the lines that it adds to the journal. The changes and the lines are committed together. The
/// lines also tell the rows that it changes, without the act's doing, so that an audit can replay them.
/// </summary>
internal sealed class Change(IssuerContext context, Actor actor, DateTimeOffset now)
{
    /// <summary>The word of lines that only tell rows: further ones of the line before, or those of a change that said nothing.</summary>
    public const string RowsOnly = "rows.changed";

    // Bounds the length of a line.
    private const int MostRows = 500;

    private readonly List<Line> _lines = [];
    private readonly List<ToldRow> _told = [];

    public IssuerContext Database { get; } = context;

    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Adds a line to the journal.</summary>
    /// <param name="action">What was done, as a word that does not change.</param>
    /// <param name="subject">To what.</param>
    /// <param name="details">The rest; no personal data beyond the actor's name.</param>
    public void Journal(string action, string subject, JsonObject? details = null) => Add(action, subject, details ?? [], null);

    /// <summary>Adds a line about one entity, which has its identity and tells its row.</summary>
    public void Journal(string action, string subject, Entity about, JsonObject? details = null)
    {
        details ??= [];
        details["id"] = about.Id;
        Add(action, subject, details, about);
    }

    /// <summary>Adds a line about a token. The line has the token's digest.</summary>
    public void JournalToken(
        string action, string subject, ReadOnlySpan<byte> token, Validity validity, JsonObject? details = null)
    {
        details ??= [];
        details["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(token));
        details["notBefore"] = validity.NotBefore.ToUnixTimeSeconds();
        details["expires"] = validity.Expires.ToUnixTimeSeconds();
        Journal(action, subject, details);
    }

    /// <summary>The organization; refuses if none is set up.</summary>
    public async Task<Organization> OrganizationAsync(CancellationToken cancellationToken) =>
        await Database.Organizations.SingleOrDefaultAsync(cancellationToken)
        ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet: an administrator does that first.");

    /// <summary>An entity by its identity. Refuses if there is none, or if it is not the version that the caller saw.</summary>
    public async Task<T> GetAsync<T>(Guid id, Guid? seen, CancellationToken cancellationToken)
        where T : Entity
    {
        T entity = await Database.Set<T>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no {EntityWords.Of(typeof(T))} {id}.");
        return seen is null || seen == entity.Version
            ? entity
            : throw new RefusedException(
                Refusal.Conflict,
                $"{EntityWords.Of(typeof(T))} {id} was changed by someone else meanwhile: read it again, and decide again.");
    }

    /// <summary>Appends the lines to the journal, with the rows that the change tells.</summary>
    public void WriteJournal(JournalHead head)
    {
        Dictionary<object, int> about = [];
        for (int i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].About is { } entity)
            {
                about[entity] = i;
            }
        }

        // Entries() looks for changes, so that SaveChanges need not do it again (IssuerStore).
        ILookup<int, ToldRow> rows = Database.ChangeTracker.Entries()
            .Select(e => (Line: about.GetValueOrDefault(e.Entity, -1), Row: ToldRow.OfChange(e)))
            .Where(r => r.Row is not null)
            .Concat(_told.Select(r => (Line: -1, Row: (ToldRow?)r)))
            .ToLookup(r => r.Line == -1 ? _lines.Count - 1 : r.Line, r => r.Row!);
        foreach (ToldRow[] rest in rows[-1].Chunk(MostRows))
        {
            Append(head, RowsOnly, $"{rest.Length} rows", [], rest);
        }

        for (int i = 0; i < _lines.Count; i++)
        {
            (string action, string subject, JsonObject details, _) = _lines[i];
            ToldRow[][] parts = [.. rows[i].Chunk(MostRows)];
            Append(head, action, subject, details, parts.FirstOrDefault() ?? []);
            foreach (ToldRow[] more in parts.Skip(1))
            {
                Append(head, RowsOnly, $"{more.Length} rows", [], more);
            }
        }
    }

    // An audit believes what stands under this name.
    private void Add(string action, string subject, JsonObject details, Entity? about) =>
        _lines.Add(details.ContainsKey(JournalReplay.Rows)
            ? throw new ArgumentException($"The store itself writes '{JournalReplay.Rows}'.", nameof(details))
            : new Line(action, subject, details, about));

    private void Append(JournalHead head, string action, string subject, JsonObject details, ToldRow[] rows)
    {
        if (rows.Length > 0)
        {
            details[JournalReplay.Rows] = new JsonObject(rows.GroupBy(r => r.Table).Select(t => KeyValuePair.Create<string, JsonNode?>(
                t.Key, new JsonObject(t.GroupBy(r => r.Key).Select(Together)))));
        }

        if (Actor.Reason is { } reason)
        {
            details["reason"] = reason;
        }

        var entry = JournalEntry.After(
            head.Hash, head.Sequence + 1, Now, Actor.Name, Actor.Credential, action, subject,
            details.ToJsonString(JsonSerializerOptions.Default));
        Database.Journal.Add(entry);
        head.MoveTo(entry);
    }

    /// <summary>One row, which may be told in parts.</summary>
    private static KeyValuePair<string, JsonNode?> Together(IGrouping<string, ToldRow> row)
    {
        if (row.Last().Members is null || row.Count() == 1)
        {
            return KeyValuePair.Create<string, JsonNode?>(row.Key, row.Last().Members);
        }

        var members = new JsonObject();
        foreach ((string name, JsonNode? value) in row.SelectMany(r => r.Members ?? []))
        {
            members[name] = value?.DeepClone();
        }

        return KeyValuePair.Create<string, JsonNode?>(row.Key, members);
    }

    private IEntityType TypeOf(Type type) => Database.Model.FindEntityType(type)
        ?? throw new ArgumentException($"{type.Name} is no entity of the database.", nameof(type));

    private sealed record Line(string Action, string Subject, JsonObject Details, Entity? About);
}
