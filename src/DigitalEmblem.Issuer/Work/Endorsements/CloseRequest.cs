using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Ends a request to an authority.</summary>
internal sealed class CloseRequest(IssuerStore store)
{
    /// <summary>Ends one that nobody waits for any more.</summary>
    public Task<EndorsementQuest> RunAsync(string actor, Guid questId, Guid? seen, string note, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            EndorsementQuest quest = await change.GetAsync<EndorsementQuest>(questId, seen, cancellation);
            quest.Close(note);
            change.Journal("endorsement.requestClosed", quest.Authority.ToString(), new JsonObject { ["note"] = note });
            return quest;
        },
        cancellation);
}
