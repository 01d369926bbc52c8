using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Puts a new API key in the place of the one that calls.</summary>
internal sealed class RotateAccess(IssuerStore store)
{
    /// <summary>Makes it. The one that calls ends after a while.</summary>
    /// <returns>Both, and the new key itself, which cannot be shown again.</returns>
    /// <exception cref="RefusedException">The caller has no API key, or one that was replaced already.</exception>
    public Task<(ApiKey Made, ApiKey Old, string Secret)> RunAsync(
        Actor actor, TimeSpan oldEndsAfter, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                string secret = ApiKeySecret.New();
                ApiKey old = await OwnAsync(change, cancellationToken);
                bool isProposed = await ApproverWord.IsNeededAsync(change, old.Roles, cancellationToken);
                ApiKey made = old.Replace(ApiKeySecret.HashOf(secret), oldEndsAfter, isProposed, change.Now);
                change.Database.Add(made);
                change.JournalPerson(
                    "access.rotated",
                    made.Person.Handle,
                    made,
                    new JsonObject
                    {
                        ["roles"] = made.Roles.ToString(),
                        ["expires"] = made.ExpiresAt?.ToUnixTimeSeconds(),
                        ["replaces"] = old.Id,
                        ["oldEnds"] = old.ExpiresAt?.ToUnixTimeSeconds(),
                    });
                if (isProposed)
                {
                    ApproverWord.Ask(change, ProposalKind.ApiKey, made.Person.Handle, made.Id, made.Roles);
                }

                await AccessChange.TellAsync(
                    change,
                    made.Person.Handle,
                    ApproverWord.Waiting(Sentence.Of($"replaced an API key as {made.Roles}"), isProposed),
                    cancellationToken);
                return (made, old, secret);
            },
            cancellationToken);

    private static Task<ApiKey> OwnAsync(Change change, CancellationToken cancellationToken) =>
        Guid.TryParse(change.Actor.Credential, out Guid id)
            ? change.GetAsync<ApiKey>(id, null, cancellationToken)
            : throw new RefusedException(
                Refusal.WrongState, $"This call came without an API key. Only an API key is replaced here, by a call that it makes.");
}
