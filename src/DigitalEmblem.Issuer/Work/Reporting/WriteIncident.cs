using System.Security.Cryptography;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Work.Reporting;

/// <summary>
/// Writes the technical facts of an incident, a JSON object a line (spec/incident-export.md), as of one instant: what others need who
/// investigate it, and no names of people.
/// </summary>
internal sealed class WriteIncident(IssuerContexts contexts, TimeProvider clock)
{
    /// <summary>The version of the form.</summary>
    public const int Format = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes them.</summary>
    /// <param name="query">What it is about.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many facts there are, without the first and the last line.</returns>
    public async Task<int> RunAsync(IncidentQuery query, Stream output, CancellationToken cancellationToken)
    {
        await using IssuerContext d = contexts.Open();
        d.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await using IDbContextTransaction snapshot = await d.SnapshotAsync(cancellationToken);
        JournalHead head = await d.Heads.SingleAsync(cancellationToken);
        int facts = 0;
        async Task Write(object line)
        {
            await JsonSerializer.SerializeAsync(output, line, Json, cancellationToken);
            output.WriteByte((byte)'\n');
            facts++;
        }

        await Write(new
        {
            Fact = "incident",
            Format,
            WrittenAt = clock.GetUtcNow(),
            query.From,
            query.To,
            Name = query.Name?.ToString(),
            query.Key,
            Reasons = query.WithReasons,
            JournalHead = HeadOf(head),
        });
        await JournalAsync(d, query, Write, cancellationToken);
        await RowsAsync(d, query, Write, cancellationToken);
        await Write(new { Fact = "end", Lines = facts + 1 });
        return facts - 2;
    }

    private static object HeadOf(JournalHead head) => new { head.Sequence, Hash = Convert.ToHexStringLower(head.Hash) };

    private static async Task JournalAsync(
        IssuerContext d, IncidentQuery query, Func<object, Task> write, CancellationToken cancellationToken)
    {
        string? key = query.Key is { } asked
            ? (await d.Keys.Where(k => k.Identifier == asked).Select(k => (Guid?)k.Id).FirstOrDefaultAsync(cancellationToken))?.ToString()
            : null;
        string[] wanted = [.. new[] { query.Name?.ToString(), query.Key, key }.OfType<string>()];
        byte[]? previous = null;
        await foreach (JournalEntry line in d.Journal.Where(e => e.At >= query.From && e.At < query.To).OrderBy(e => e.Sequence)
            .AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            previous ??= line.Sequence == 1 ? JournalEntry.Origin
                : await d.Journal.Where(e => e.Sequence == line.Sequence - 1).Select(e => e.Hash).FirstAsync(cancellationToken);
            if (wanted.Length == 0 || wanted.Any(w => line.Subject == w || line.Details.Contains($"\"{w}\"", StringComparison.Ordinal)))
            {
                await write(LineOf(line, previous, query.WithReasons));
            }

            previous = line.Hash;
        }
    }

    private static object LineOf(JournalEntry line, byte[] previous, bool withReasons)
    {
        (System.Text.Json.Nodes.JsonNode? details, bool isCut) = PlainDetails.Of(line.Details, withReasons);
        string? credential = PlainDetails.CredentialOf(line.Credential);
        bool isWhole = !isCut && credential == line.Credential;
        return new
        {
            Fact = "journal",
            line.Sequence,
            AtMilliseconds = line.At.ToUnixTimeMilliseconds(),
            line.Actor,
            Credential = credential,
            line.Action,
            line.Subject,

            // As text, because its bytes are hashed; without what was taken out, the hash cannot be computed, and it is an object.
            Details = isWhole ? line.Details : null,
            Rest = isWhole ? null : details,
            PreviousHash = Convert.ToHexStringLower(previous),
            Hash = Convert.ToHexStringLower(line.Hash),
        };
    }

    private static async Task RowsAsync(
        IssuerContext d, IncidentQuery query, Func<object, Task> write, CancellationToken cancellationToken)
    {
        Dictionary<Guid, OrganizationKey> keys = await d.Keys.ToDictionaryAsync(k => k.Id, cancellationToken);
        Guid[] signed = query.Name is null ? []
            : await EmblemsOf(d, query).Select(e => e.KeyId).Distinct().ToArrayAsync(cancellationToken);
        Guid[] about = [.. keys.Values.Where(k => query.Key is null || k.Identifier == query.Key).Select(k => k.Id)
            .Where(k => query.Name is null || signed.Contains(k)).Order()];
        foreach (OrganizationKey key in about.Select(k => keys[k]))
        {
            await write(new
            {
                Fact = "key",
                key.Identifier,
                Use = key.Use.ToString(),
                key.Algorithm,
                State = key.State.ToString(),
                key.CreatedAt,
                key.SuspendedAt,
                key.EndedAt,
                PublicKey = Convert.ToHexStringLower(key.PublicKey),
            });
        }

        foreach (KeyCompromise one in await d.Compromises.Where(c => about.Contains(c.KeyId)).OrderBy(c => c.Id)
            .ToListAsync(cancellationToken))
        {
            await write(new
            {
                Fact = "compromise",
                Key = keys[one.KeyId].Identifier,
                one.StartedAt,
                Step = one.Step.ToString(),
                one.ReachedAt,
                one.ConfirmedAt,
                one.CertificateRevokedAt,
            });
        }

        await EmblemsAsync(d, query, keys, write, cancellationToken);
        await SeenAsync(d, query, write, cancellationToken);
        await AlertsAsync(d, query, write, cancellationToken);
    }

    private static async Task EmblemsAsync(
        IssuerContext d, IncidentQuery query, Dictionary<Guid, OrganizationKey> keys, Func<object, Task> write,
        CancellationToken cancellationToken)
    {
        await foreach (var one in EmblemsOf(d, query).Join(d.Assets, e => e.AssetId, a => a.Id, (e, a) => new { Emblem = e, a.Name })
            .OrderBy(e => e.Emblem.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            await write(new
            {
                Fact = "emblem",
                Name = one.Name.ToString(),
                Key = keys[one.Emblem.KeyId].Identifier,
                Purposes = PurposeNames.Joined(one.Emblem.Purposes),
                one.Emblem.NotBefore,
                one.Emblem.Expires,
                SetDigest = Convert.ToHexStringLower(one.Emblem.SetDigest),
                TokenDigests = one.Emblem.Tokens.Select(t => Convert.ToHexStringLower(SHA256.HashData(t.Token))),
            });
        }
    }

    private static IQueryable<IssuedEmblem> EmblemsOf(IssuerContext d, IncidentQuery query)
    {
        IQueryable<IssuedEmblem> emblems = d.Emblems.Where(e => e.NotBefore < query.To && e.Expires >= query.From);
        emblems = query.Name is { } name ? emblems.Where(e => d.Assets.Any(a => a.Id == e.AssetId && a.Name == name)) : emblems;
        return query.Key is { } key ? emblems.Where(e => d.Keys.Any(k => k.Id == e.KeyId && k.Identifier == key)) : emblems;
    }

    private static async Task SeenAsync(
        IssuerContext d, IncidentQuery query, Func<object, Task> write, CancellationToken cancellationToken)
    {
        IQueryable<Asset> assets = query.Name is { } name ? d.Assets.Where(a => a.Name == name) : d.Assets;
        if (query.Name is null && query.Key is not null)
        {
            // What is at all names says little of one key.
            return;
        }

        Dictionary<Guid, PublicationTarget> targets = await d.Targets.ToDictionaryAsync(t => t.Place, cancellationToken);
        await foreach (var one in d.Publications.Join(assets, p => p.AssetId, a => a.Id, (p, a) => new { Publication = p, a.Name })
            .OrderBy(p => p.Publication.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            PublicationTarget? target = targets.GetValueOrDefault(one.Publication.Place);
            await write(new
            {
                Fact = "publication",
                Name = one.Name.ToString(),
                Zone = target?.Zone.ToString(),
                target?.Server,
                one.Publication.Wanted,
                State = one.Publication.State.ToString(),
                one.Publication.SeenAt,
                one.Publication.SeenUntil,
                SeenDigest = one.Publication.SeenDigest is { } digest ? Convert.ToHexStringLower(digest) : null,
                Failure = one.Publication.Failure.ToString(),
                ForeignDigests = one.Publication.Foreign,
            });
        }

        var vantages = await d.Vantages.ToDictionaryAsync(v => v.Id, v => v.Name, cancellationToken);
        await foreach (var one in d.Observations.Join(assets, o => o.AssetId, a => a.Id, (o, a) => new { Observation = o, a.Name })
            .OrderBy(o => o.Observation.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            await write(new
            {
                Fact = "observation",
                Name = one.Name.ToString(),
                Resolver = vantages.GetValueOrDefault(one.Observation.VantageId),
                Sees = one.Observation.Sees.ToString(),
                one.Observation.Since,
                one.Observation.LookedAt,
                one.Observation.Until,
                one.Observation.EndorsedBy,
                one.Observation.UnansweredSince,
            });
        }
    }

    private static async Task AlertsAsync(
        IssuerContext d, IncidentQuery query, Func<object, Task> write, CancellationToken cancellationToken)
    {
        Pseudonyms people = await Pseudonyms.AllAsync(d, cancellationToken);
        foreach (Alert alert in await d.Alerts.Where(a => a.Since < query.To && (a.ClearedAt == null || a.ClearedAt >= query.From))
            .OrderBy(a => a.Id).ToListAsync(cancellationToken))
        {
            if ((query.Name is null && query.Key is null) || alert.Subject == query.Name?.ToString() || alert.Subject == query.Key)
            {
                // Its text may name people, and so may its subject where it is about access.
                await write(new
                {
                    Fact = "alert",
                    Kind = alert.Kind.ToString(),
                    Subject = people.Of(alert.Subject),
                    alert.Since,
                    alert.LastSeen,
                    alert.ClearedAt,
                    alert.ToldAt,
                });
            }
        }
    }
}
