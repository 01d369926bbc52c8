using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Puts a request to an authority into the database.</summary>
internal static class NewRequest
{
    /// <summary>Keeps a signed request. It replaces one for the same key that the authority has not answered.</summary>
    public static async Task<SentRequest> AddAsync(
        Change change, Guid rootId, OrganizationIdentifier authority, byte[] request, CancellationToken cancellationToken)
    {
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellationToken);
        foreach (SentRequest open in await change.Database.SentRequests
            .Where(q => q.KeyId == rootId && q.Authority == authority && q.State == RequestState.Asked)
            .ToListAsync(cancellationToken))
        {
            open.Close($"Another request took its place.");
            change.Journal(
                "endorsement.requestClosed",
                authority.ToString(),
                new JsonObject { ["note"] = open.Note?.ToString(), ["key"] = root.Identifier });
        }

        var sent = SentRequest.Ask(root, authority, request, change.Now);
        change.Database.Add(sent);
        change.Journal("endorsement.requested", authority.ToString(), new JsonObject { ["key"] = root.Identifier });
        return sent;
    }
}
