using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Takes the answer of the machine that has a root key.</summary>
internal sealed class AcceptSignatures(IssuerStore store, KeyRing ring)
{
    /// <summary>Checks that each signature is valid and is of a requested item, and then uses it as requested.</summary>
    public async Task<PendingSigning> RunAsync(Actor actor, Guid id, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        OrganizationKey? retired = null;
        PendingSigning answered = await store.ChangeAsync(
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
                if (pending.RollWithout is { } without)
                {
                    retired = (await RollAsync(change, pending.KeyId, without, check.Items, cancellationToken)).Old;
                    return pending;
                }

                foreach (SignedItem item in check.Items)
                {
                    await TakeAsync(change, pending.KeyId, item, cancellationToken);
                }

                return pending;
            },
            cancellationToken);
        if (retired is not null)
        {
            ring.Forget(KeyIdentifier.Parse(retired.Identifier));
        }

        return answered;
    }

    private static Task<PlannedRoll> RollAsync(
        Change change, Guid keyId, string without, IReadOnlyList<SignedItem> items, CancellationToken cancellationToken) =>
        CompletedRoll.RunAsync(
            change,
            keyId,
            [.. without.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(OrganizationIdentifier.Parse)],
            [.. items.Select(i => ((Endorsement)i.Asked.Token!, i.Encoded))],
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
