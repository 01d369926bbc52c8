using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>The exchange with the machine where a root key lives: requests out, answers in.</summary>
internal sealed class SigningWork(IssuerStore store)
{
    /// <summary>Makes a request to sign. One that waits for the same key to sign the same is given out again.</summary>
    public static async Task<PendingSigning> AskAsync(Change change, OrganizationKey key, IReadOnlyList<SigningItem> items, CancellationToken cancellation)
    {
        Organization organization = await change.OrganizationAsync(cancellation);
        SigningRequest request = EndorsementWork.Refused(() => SigningRequest.Create(organization.Identifier, key.ToVerificationKey(), items, change.Now));
        var pending = PendingSigning.Ask(key, request, change.Now);
        change.Database.Add(pending);
        change.Journal("signing.requested", key.Identifier, new JsonObject { ["request"] = request.Id.ToString() });
        return pending;
    }

    /// <summary>Takes an answer: checks each signature and that it is of what was asked, and does with it what it was asked for.</summary>
    public Task<PendingSigning> AnswerAsync(string actor, Guid id, ReadOnlyMemory<byte> file, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            PendingSigning pending = await change.GetAsync<PendingSigning>(id, null, cancellation);
            SigningRequest request = pending.ToRequest();
            SigningAnswer answer = EndorsementWork.Refused(() => SigningAnswer.Read(file));
            SigningCheck check = request.Check(answer);
            if (!check.Holds)
            {
                throw new RefusedException(Refusal.NotVerified, $"The answer cannot be used: {check.Fault}");
            }

            pending.Answer(change.Now);
            change.Journal("signing.answered", request.Key.CoseIdentifier.ToString(), new JsonObject { ["request"] = request.Id.ToString() });
            foreach (SignedItem item in check.Items)
            {
                await TakeAsync(change, pending.KeyId, item, cancellation);
            }

            return pending;
        },
        cancellation);

    private static async Task TakeAsync(Change change, Guid keyId, SignedItem item, CancellationToken cancellation)
    {
        Organization organization = await change.OrganizationAsync(cancellation);
        switch (item.Asked)
        {
            case { Terms: { } terms }:
                await EndorsementWork.TakeRequestAsync(change, keyId, terms.Authority, item.Request!.ToBytes(), cancellation);
                break;
            case { Token: Endorsement { Subject: { } subject } claims } when subject == organization.Identifier:
                await EndorsementWork.TakeOwnAsync(change, keyId, claims, item.Encoded, cancellation);
                break;
            case { Token: Endorsement claims }:
                await AuthorityWork.RecordAsync(change, keyId, claims, item.Encoded.ToArray(), cancellation);
                break;
            default:
                throw new RefusedException(Refusal.WrongState, "The service asks for no such signature.");
        }
    }
}
