using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Requests to sign, for the machine where a root key lives.</summary>
internal static class NewSigning
{
    /// <summary>Makes one, as a part of a change.</summary>
    public static Task<PendingSigning> AddAsync(
        Change change, OrganizationKey key, IReadOnlyList<SigningItem> items, CancellationToken cancellationToken) =>
        AddAsync(change, key, items, request => PendingSigning.Ask(key, request, change.Now), cancellationToken);

    /// <summary>Makes one whose answer puts the key in the place of the root key in use.</summary>
    public static Task<PendingSigning> AddRollAsync(
        Change change,
        OrganizationKey key,
        IReadOnlyList<SigningItem> items,
        IReadOnlyCollection<OrganizationIdentifier> without,
        CancellationToken cancellationToken) =>
        AddAsync(change, key, items, request => PendingSigning.AskToRoll(key, request, without, change.Now), cancellationToken);

    private static async Task<PendingSigning> AddAsync(
        Change change,
        OrganizationKey key,
        IReadOnlyList<SigningItem> items,
        Func<SigningRequest, PendingSigning> ask,
        CancellationToken cancellationToken)
    {
        key.RequireNotSuspended($"asked to sign");
        await RefuseSuspendedAsync(change, items, cancellationToken);
        Organization organization = await change.OrganizationAsync(cancellationToken);
        SigningRequest request = Refusing.Malformed(
            () => SigningRequest.Create(organization.Identifier, key.ToVerificationKey(), items, change.Now));
        PendingSigning pending = ask(request);
        change.Database.Add(pending);
        change.Journal("signing.requested", key.Identifier, new JsonObject
        {
            ["request"] = request.Id.ToString(),
            ["rollWithout"] = pending.RollWithout,
        });
        return pending;
    }

    private static async Task RefuseSuspendedAsync(Change change, IReadOnlyList<SigningItem> items, CancellationToken cancellationToken)
    {
        List<string> endorsed = [.. items.Select(i => i.Token).OfType<Endorsement>().Select(e => e.EndorsedKey.ToString())];
        foreach (OrganizationKey key in await change.Database.Keys.Where(k => endorsed.Contains(k.Identifier))
            .ToListAsync(cancellationToken))
        {
            key.RequireNotSuspended($"endorsed");
        }
    }
}
