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

                await TakeAsync(change, pending.KeyId, check.Items, cancellationToken);

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
            PlannedEndorsement.Signed(items),
            cancellationToken);

    private static async Task TakeAsync(
        Change change, Guid keyId, IReadOnlyList<SignedItem> items, CancellationToken cancellationToken)
    {
        Organization organization = await change.OrganizationAsync(cancellationToken);
        if (items.Any(i => i.Asked.Token is Emblem))
        {
            throw new RefusedException(Refusal.WrongState, $"The service asks for no such signature.");
        }

        foreach (SignedItem item in items.Where(i => i.Request is not null))
        {
            await NewRequest.AddAsync(change, keyId, item.Asked.Terms!.Authority, item.Request!.ToBytes(), cancellationToken);
        }

        foreach (SignedEndorsement signed in PlannedEndorsement.Signed(items))
        {
            if (signed.Claims.Subject == organization.Identifier)
            {
                await EndorsementsInForce.TakeOwnAsync(change, keyId, signed, cancellationToken);
            }
            else
            {
                await EndorsementRegister.AddAsync(change, keyId, signed, cancellationToken);
            }
        }
    }
}
