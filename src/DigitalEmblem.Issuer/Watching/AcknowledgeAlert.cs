using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>A person takes note of an alert: it stays open, and is not told again.</summary>
internal sealed class AcknowledgeAlert(IssuerStore store)
{
    /// <summary>Who may.</summary>
    public const AccessRoles Takers = AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver;

    /// <summary>Notes it.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">The alert.</param>
    /// <param name="note">What they wrote; null for nothing. It stands beside the alert, and not in the journal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">It is over, or another person took note of it.</exception>
    public Task<Alert> RunAsync(Actor actor, Guid id, string? note, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Alert alert = await change.GetAsync<Alert>(id, null, cancellationToken);
            alert.Acknowledge(actor.Name, note, change.Now);
            change.Journal("alert.acknowledged", alert.Kind.ToString(), new JsonObject { ["id"] = alert.Id });
            return alert;
        },
        cancellationToken);
}
