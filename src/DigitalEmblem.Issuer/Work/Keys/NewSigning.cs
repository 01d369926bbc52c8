using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Requests to sign, for the machine where a root key lives.</summary>
internal static class NewSigning
{
    /// <summary>Makes one, as a part of a change.</summary>
    public static async Task<PendingSigning> AddAsync(
        Change change, OrganizationKey key, IReadOnlyList<SigningItem> items, CancellationToken cancellationToken)
    {
        Organization organization = await change.OrganizationAsync(cancellationToken);
        SigningRequest request = Refusing.Malformed(
            () => SigningRequest.Create(organization.Identifier, key.ToVerificationKey(), items, change.Now));
        var pending = PendingSigning.Ask(key, request, change.Now);
        change.Database.Add(pending);
        change.Journal("signing.requested", key.Identifier, new JsonObject { ["request"] = request.Id.ToString() });
        return pending;
    }
}
