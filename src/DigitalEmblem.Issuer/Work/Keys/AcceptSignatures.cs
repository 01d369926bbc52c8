using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes the answer of the machine that has a root key.</summary>
internal sealed class AcceptSignatures(IssuerStore store)
{
    /// <summary>Checks that each signature is valid and is of a requested item, and then uses it as requested.</summary>
    public Task<PendingSigning> RunAsync(string actor, Guid id, ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                PendingSigning pending = await change.GetAsync<PendingSigning>(id, null, cancellationToken);
                SigningRequest request = pending.ToRequest();
                SigningAnswer answer = Refusing.Malformed(() => SigningAnswer.Read(file));
                SigningCheck check = request.Check(answer);
                if (!check.Holds)
                {
                    throw new RefusedException(Refusal.NotVerified, $"The answer cannot be used: {check.Fault}");
                }

                pending.Answer(change.Now);
                change.Journal(
                    "signing.answered", request.Key.CoseIdentifier.ToString(), new JsonObject { ["request"] = request.Id.ToString() });
                foreach (SignedItem item in check.Items)
                {
                    await TakeAsync(change, pending.KeyId, item, cancellationToken);
                }

                return pending;
            },
            cancellationToken);

    private static async Task TakeAsync(Change change, Guid keyId, SignedItem item, CancellationToken cancellationToken)
    {
        Organization organization = await change.OrganizationAsync(cancellationToken);
        switch (item.Asked)
        {
            case { Terms: { } terms }:
                await NewRequest.AddAsync(change, keyId, terms.Authority, item.Request!.ToBytes(), cancellationToken);
                break;
            case { Token: Endorsement { Subject: { } subject } claims } when subject == organization.Identifier:
                await EndorsementsInForce.TakeOwnAsync(change, keyId, claims, item.Encoded, cancellationToken);
                break;
            case { Token: Endorsement claims }:
                await EndorsementRegister.AddAsync(change, keyId, claims, item.Encoded.ToArray(), cancellationToken);
                break;
            default:
                throw new RefusedException(Refusal.WrongState, "The service asks for no such signature.");
        }
    }
}
