using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Sets where emblems are published.</summary>
internal sealed class SetTarget(IssuerStore store, PublishingOptions options)
{
    /// <summary>Adds a zone, with the way in which it takes records.</summary>
    public Task<PublicationTarget> AddAsync(
        Actor actor, TargetKind kind, DomainName zone, string? server, string? tsigKey, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            change =>
            {
                RequireKey(tsigKey);
                var target = PublicationTarget.Create(kind, zone, server, tsigKey, ttl, change.Now);
                change.Database.Add(target);
                Journal(change, "target.created", target);
                return Task.FromResult(target);
            },
            cancellationToken);

    /// <summary>Changes server, key and time to live.</summary>
    public Task<PublicationTarget> ChangeAsync(
        Actor actor, Guid id, Guid? seen, string? server, string? tsigKey, int ttl, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                RequireKey(tsigKey);
                PublicationTarget target = await change.GetAsync<PublicationTarget>(id, seen, cancellationToken);
                target.Change(server, tsigKey, ttl);
                Journal(change, "target.changed", target);
                return target;
            },
            cancellationToken);

    private void RequireKey(string? name)
    {
        if (name is not null && !options.TsigKeys.ContainsKey(name))
        {
            throw new RefusedException(
                Refusal.Malformed,
                "The service's settings name no TSIG key of this name. Put its file there (Publishing:TsigKeys:NAME) and "
                    + "start the service again.");
        }
    }

    private static void Journal(Change change, string action, PublicationTarget target) => change.Journal(
        action, target.Zone.ToString(),
            new JsonObject
            {
                ["kind"] = target.Kind.ToString(),
                ["server"] = target.Server,
                ["tsigKey"] = target.TsigKey,
                ["ttlSeconds"] = target.Ttl,
            });
}
