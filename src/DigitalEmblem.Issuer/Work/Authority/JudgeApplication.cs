using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Checks whether an applicant is committed to its key.</summary>
internal sealed class JudgeApplication(IssuerStore store, ProveCommitment prove)
{
    /// <summary>Checks it, and notes the result. Approvals are dropped if the commitment is no longer proven.</summary>
    public async Task<Application> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        EndorsementRequest request = await store.ReadAsync(
            async d => VerifiedRequest.Of(await d.Applications.SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no application {id}.")));
        (CommitmentKnowledge knowledge, string note) = await prove.RunAsync(request.Commitment, request.Terms.Chain, cancellationToken);
        return await store.ChangeAsync(
            actor,
            async change =>
            {
                Application application = await change.GetAsync<Application>(id, null, cancellationToken);
                application.Judge(knowledge, $"{change.Now:u}: {note}");
                change.Journal(
                    "application.judged",
                    application.Issuer.ToString(),
                    new JsonObject { ["commitment"] = knowledge.ToString(), ["note"] = note });
                return application;
            },
            cancellationToken);
    }
}
