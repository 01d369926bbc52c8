using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Ends a request to an authority.</summary>
internal sealed class CloseRequest(IssuerStore store)
{
    /// <summary>Ends one whose answer is no longer expected.</summary>
    public Task<SentRequest> RunAsync(Actor actor, Guid requestId, Guid? seen, string note, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                SentRequest request = await change.GetAsync<SentRequest>(requestId, seen, cancellationToken);
                request.Close($"{note}");
                change.Journal("endorsement.requestClosed", request.Authority.ToString(), new JsonObject { ["note"] = note });
                return request;
            },
            cancellationToken);
}
