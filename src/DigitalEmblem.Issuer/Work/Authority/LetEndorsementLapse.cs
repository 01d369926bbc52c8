using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Decides that an endorsement is not renewed.</summary>
internal sealed class LetEndorsementLapse(IssuerStore store)
{
    /// <summary>Notes the decision. The signed endorsement stays valid until it expires.</summary>
    public Task<GivenEndorsement> RunAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            GivenEndorsement given = await change.GetAsync<GivenEndorsement>(id, seen, cancellationToken);
            given.LetLapse(change.Now);
            change.Journal(
                "endorsement.lapsing",
                given.Subject.ToString(),
                new JsonObject { ["key"] = given.KeyIdentifier, ["expires"] = given.Expires.ToUnixTimeSeconds() });
            return given;
        },
        cancellationToken);
}
