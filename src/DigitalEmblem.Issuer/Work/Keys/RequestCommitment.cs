using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Makes the certificate request that commits the organization to a root key.</summary>
internal sealed class RequestCommitment(IssuerStore store)
{
    /// <summary>Makes it. A new one can be made at any time, and replaces the old one.</summary>
    public Task<RootCommitment> RunAsync(Actor actor, Guid keyId, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Organization organization = await change.OrganizationAsync(cancellationToken);
            OrganizationKey key = await change.GetAsync<OrganizationKey>(keyId, null, cancellationToken);
            BindingRequest request = Request(BindingNames.Wanted(organization.Identifier, key.ToVerificationKey()));
            var commitment = RootCommitment.Request(key, request.RequestPem, change.Now);
            change.Database.RemoveRange(
                await change.Database.Commitments.Where(c => c.KeyId == keyId && c.LogJson == null).ToListAsync(cancellationToken));
            change.Database.Add(commitment);
            change.Journal("commitment.requested", key.Identifier);
            return commitment;
        },
        cancellationToken);

    private static BindingRequest Request(ValueList<string> names)
    {
        try
        {
            return BindingRequest.Create(names);
        }
        catch (ArgumentException e)
        {
            throw new RefusedException(Refusal.Malformed, Sentence.Of(e));
        }
    }
}
