using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Lets a suspended key sign again.</summary>
internal sealed class ResumeKey(IssuerStore store)
{
    /// <summary>Resumes it. Refuses while its compromise is declared: that is taken back first.</summary>
    public Task<OrganizationKey> RunAsync(Actor actor, Guid keyId, Guid? seen, string reason, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, seen, cancellationToken);
                if (await change.Database.Compromises.Where(c => c.KeyId == keyId && c.Step == CompromiseStep.Declared)
                    .FirstOrDefaultAsync(cancellationToken) is { } declared)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        $"Key {key.Identifier} was declared compromised at {declared.StartedAt:u}: take that back first.");
                }

                string? by = key.SuspendedBy;
                DateTimeOffset? since = key.SuspendedAt;
                key.Resume();
                change.Journal("key.resumed", key.Identifier, new JsonObject
                {
                    ["reason"] = reason,
                    ["suspendedBy"] = change.Who(by),
                    ["suspendedAt"] = since?.ToUnixTimeSeconds(),
                });
                await AlertBook.ClearAsync(change, AlertKind.KeySuspended, key.Identifier, cancellationToken);
                return key;
            },
            cancellationToken);
}
