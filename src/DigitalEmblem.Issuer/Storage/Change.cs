using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Replay;
using DigitalEmblem.Issuer.Storage.Saving;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

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
    private readonly List<JsonValue> _people = [];

    public IssuerContext Database { get; } = context;

    /// <summary>Rows that the database context does not track, for acts that write thousands.</summary>
    public PlainRows Rows { get; } = new(context);

    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Adds a line to the journal.</summary>
    /// <param name="action">What was done, as a word that does not change.</param>
    /// <param name="subject">To what.</param>
    /// <param name="details">The rest; no personal data. People stand in it by <see cref="Who"/>.</param>
    public void Journal(string action, string subject, JsonObject? details = null) => Add(action, subject, details ?? [], null);

    /// <summary>Adds a line about one entity, which has its identity and tells its row.</summary>
    public void Journal(string action, string subject, Entity about, JsonObject? details = null)
    {
        details ??= [];
        details["id"] = about.Id;
        Add(action, subject, details, about);
    }

    /// <summary>Adds a line about a person, who stands in it by the pseudonym.</summary>
    /// <param name="action">What was done, as a word that does not change.</param>
    /// <param name="handle">The person.</param>
    /// <param name="about">The entity that it is about, which has its identity and tells its row; null for none.</param>
    /// <param name="details">The rest; no personal data.</param>
    public void JournalPerson(string action, string handle, Entity? about, JsonObject? details = null)
    {
        details ??= [];
        if (about is not null)
        {
            details["id"] = about.Id;
        }

        Add(action, handle, details, about, isPerson: true);
    }

    /// <summary>
    /// A person in the details of a line. The line holds the pseudonym; what is no handle, such as the name of a command, stays as it is.
    /// </summary>
    public JsonValue? Who(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var value = JsonValue.Create(name);
        _people.Add(value);
        return value;
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
        ?? throw Organization.NotSetUp();

    /// <summary>An entity by its identity. Refuses if there is none, or if it is not the version that the caller saw.</summary>
    public async Task<T> GetAsync<T>(Guid id, Guid? seen, CancellationToken cancellationToken)
        where T : Entity
    {
        T entity = await Database.Set<T>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no {EntityWords.Of(typeof(T))} {id}.");
        return seen is null || seen == entity.DecisionVersion
            ? entity
            : throw new RefusedException(
                Refusal.Conflict,
                $"{EntityWords.Of(typeof(T))} {id} was changed by someone else meanwhile: read it again, and decide again.");
    }

    /// <summary>Appends the lines to the journal, with the rows that the change tells.</summary>
    public async Task WriteJournalAsync(JournalHead head, CancellationToken cancellationToken)
    {
        // Entries() looks for changes, so that SaveChanges need not do it again (IssuerStore).
        List<EntityEntry> changed = [.. Database.ChangeTracker.Entries().Where(e => e.State != EntityState.Unchanged)];
        Rows.Settle();
        Pseudonyms pseudonyms = await Pseudonyms.ToWriteAsync(
            Database,
            changed.SelectMany(e => HandleMembers.Of(e.Metadata).Select(p => e.Property(p.Name).CurrentValue)).OfType<string>()
                .Concat(Rows.Handles()).Concat(_lines.Where(l => l.IsPerson).Select(l => l.Subject)).Append(Actor.Name),
            _people.Select(p => p.GetValue<string>()),
            cancellationToken);
        _people.ForEach(p => Replace(p, pseudonyms));

        Dictionary<object, int> about = [];
        for (int i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].About is { } entity)
            {
                about[entity] = i;
            }
        }

        ILookup<int, ToldRow> rows = changed.Select(e => (e.Entity, Told: ToldRow.OfChange(e, pseudonyms)!))
            .Where(r => r.Told is not null)
            .Concat(Rows.Told(pseudonyms))
            .ToLookup(r => about.GetValueOrDefault(r.Entity, _lines.Count - 1), r => r.Told);
        foreach (ToldRow[] rest in rows[-1].Chunk(MostRows))
        {
            Append(head, pseudonyms, RowsOnly, $"{rest.Length} rows", [], rest);
        }

        for (int i = 0; i < _lines.Count; i++)
        {
            (string action, string subject, JsonObject details, _, bool isPerson) = _lines[i];
            subject = isPerson ? pseudonyms.Of(subject) : subject;
            ToldRow[][] parts = [.. rows[i].Chunk(MostRows)];
            Append(head, pseudonyms, action, subject, details, parts.FirstOrDefault() ?? []);
            foreach (ToldRow[] more in parts.Skip(1))
            {
                Append(head, pseudonyms, RowsOnly, $"{more.Length} rows", [], more);
            }
        }
    }

    // An audit believes what stands under this name.
    private void Add(string action, string subject, JsonObject details, Entity? about, bool isPerson = false) =>
        _lines.Add(details.ContainsKey(JournalReplay.Rows)
            ? throw new ArgumentException($"The store itself writes '{JournalReplay.Rows}'.", nameof(details))
            : new Line(action, subject, details, about, isPerson));

    private void Append(
        JournalHead head, Pseudonyms pseudonyms, string action, string subject, JsonObject details, ToldRow[] rows)
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
            head.Hash, head.Sequence + 1, Now, pseudonyms.Of(Actor.Name), Actor.Credential, action, subject,
            details.ToJsonString(JsonSerializerOptions.Default));
        Database.Journal.Add(entry);
        head.MoveTo(entry);
    }

    private static void Replace(JsonValue person, Pseudonyms pseudonyms)
    {
        string called = pseudonyms.Of(person.GetValue<string>());
        switch (person.Parent)
        {
            case JsonObject details:
                details[person.GetPropertyName()] = called;
                break;
            case JsonArray list:
                list[person.GetElementIndex()] = called;
                break;
            default:
                break;
        }
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

    private sealed record Line(string Action, string Subject, JsonObject Details, Entity? About, bool IsPerson);
}
