using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Notes that the binding certificate of a compromised root key was revoked at its certificate authority.</summary>
internal sealed class NoteCertificateRevoked(IssuerStore store)
{
    /// <summary>Notes what a person says. The service cannot look, because it has no list of the certificate authority.</summary>
    public Task<KeyCompromise> RunAsync(Actor actor, Guid id, Guid? seen, string note, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                KeyCompromise compromise = await change.GetAsync<KeyCompromise>(id, seen, cancellationToken);
                OrganizationKey lost = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
                if (lost.Use != KeyUse.Root)
                {
                    throw new RefusedException(Refusal.WrongState, $"Key {lost.Identifier} is a {lost.Use} key: no certificate binds it.");
                }

                compromise.RevokeCertificate(actor.Name, change.Now);
                change.Journal("compromise.certificateRevoked", lost.Identifier, new JsonObject { ["note"] = note });
                return compromise;
            },
            cancellationToken);
}
