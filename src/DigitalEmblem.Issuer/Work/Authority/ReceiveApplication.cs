using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Takes an issuer's request to be endorsed by this authority.</summary>
internal sealed class ReceiveApplication(IssuerStore store, JudgeApplication judge)
{
    // Bounds what one sender can have stored: keys cost nothing, so requests do not either.
    private const int MostOpenBySender = 100;

    /// <summary>
    /// It must be signed by the key it is about, and be meant for this authority. The same request again is the same application.
    /// </summary>
    public async Task<Application> RunAsync(Actor actor, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        EndorsementRequest request = Refusing.Malformed(() => EndorsementRequest.Read(file)).Verify()
            ?? throw new RefusedException(
                Refusal.NotVerified,
                $"The request is not signed by the root key it is about: its sender does not show that the key is theirs.");
        byte[] canonical = request.ToBytes();
        EndorsementTerms terms = request.Terms;
        (Application application, bool isNew) = await store.ChangeAsync(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellationToken);
                organization.Require(OrganizationRoles.Authority);
                if (terms.Authority != organization.Identifier)
                {
                    throw new RefusedException(
                        Refusal.Malformed, $"The request is meant for {terms.Authority}, and this is {organization.Identifier}.");
                }

                if (terms.Validity.IsAfter(change.Now))
                {
                    throw new RefusedException(
                        Refusal.Malformed,
                        $"The request asks for an endorsement within {terms.Validity}, which is over: ask for a new one.");
                }

                string identifier = terms.Key.CoseIdentifier.ToString();
                List<Application> earlier = await change.Database.Applications.Where(a => a.KeyIdentifier == identifier)
                    .ToListAsync(cancellationToken);
                if (earlier.FirstOrDefault(a => a.Request.AsSpan().SequenceEqual(canonical)) is { } same)
                {
                    if (same.SentAgain(actor.Name, change.Now))
                    {
                        change.Journal(
                            "application.sentAgain",
                            terms.Issuer.ToString(),
                            new JsonObject { ["key"] = identifier, ["request"] = request.Id.ToString() });
                    }

                    return (same, false);
                }

                if (await change.Database.Applications.CountAsync(
                    a => a.State == ApplicationState.Received && a.Sendings.Any(s => s.Sender == actor.Name),
                    cancellationToken) >= MostOpenBySender)
                {
                    throw new RefusedException(
                        Refusal.WrongState,
                        Sentence.Counting(
                            MostOpenBySender,
                            $"{MostOpenBySender} applications that {actor} sent wait for a decision: send more when some are decided."));
                }

                var received = Application.Receive(terms.Issuer, identifier, canonical, terms.Purposes, actor.Name, change.Now);
                change.Database.Add(received);
                change.Journal(
                    "application.received",
                    terms.Issuer.ToString(),
                    new JsonObject
                    {
                        ["key"] = identifier,
                        ["purposes"] = terms.Purposes.ToString(),
                        ["request"] = request.Id.ToString(),
                        ["grounds"] = new JsonArray([.. terms.Grounds.Select(g => JsonValue.Create(StatedGrounds.Line(g)))]),
                    });
                return (received, true);
            },
            cancellationToken);

        // A repeated request must not query logs and write to the journal each time. An approver can have it judged again.
        return isNew ? await judge.RunAsync(actor, application.Id, cancellationToken) : application;
    }
}
