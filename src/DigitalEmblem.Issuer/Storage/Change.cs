using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// One change: its transaction, its actor, and the lines that it adds to the journal. The changes and the lines are committed together.
/// </summary>
internal sealed class Change(IssuerContext context, Actor actor, DateTimeOffset now)
{
    private readonly List<(string Action, string Subject, JsonObject Details)> _lines = [];

    public IssuerContext Database { get; } = context;

    public Actor Actor { get; } = actor;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Adds a line to the journal.</summary>
    /// <param name="action">What was done, as a word that does not change.</param>
    /// <param name="subject">To what.</param>
    /// <param name="details">The rest; no personal data beyond the actor's name.</param>
    public void Journal(string action, string subject, JsonObject? details = null) => _lines.Add((action, subject, details ?? []));

    /// <summary>Adds a line about a token. The line has the token's digest, by which an audit finds the token.</summary>
    public void JournalToken(string action, string subject, ReadOnlySpan<byte> token, Validity validity, JsonObject? details = null)
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
        ?? throw new RefusedException(Refusal.NotReady, "No organization is set up here yet: an administrator does that first.");

    /// <summary>An entity by its identity. Refuses if there is none, or if it is not the version that the caller saw.</summary>
    public async Task<T> GetAsync<T>(Guid id, Guid? seen, CancellationToken cancellationToken)
        where T : Entity
    {
        T entity = await Database.Set<T>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no {typeof(T).Name} {id}.");
        return seen is null || seen == entity.Version
            ? entity
            : throw new RefusedException(
                Refusal.Conflict, $"{typeof(T).Name} {id} was changed by someone else meanwhile: read it again, and decide again.");
    }

    /// <summary>Appends the lines to the journal.</summary>
    public void WriteJournal(JournalHead head)
    {
        foreach ((string action, string subject, JsonObject details) in _lines)
        {
            var entry = JournalEntry.After(
                head.Hash, head.Sequence + 1, Now, Actor.Name, Actor.Credential, action, subject, details.ToJsonString(JsonSerializerOptions.Default));
            Database.Journal.Add(entry);
            head.MoveTo(entry);
        }
    }
}
