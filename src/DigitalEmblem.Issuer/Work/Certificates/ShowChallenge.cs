using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>
/// Puts the challenges of an ACME client into the organization's zones, and takes them out, by the ways that emblems go. It does so for
/// names of binding certificates only: a certificate for any other name of a zone is none of this service's business.
/// </summary>
internal sealed class ShowChallenge(IssuerStore store, PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    /// <summary>What the journal calls a challenge that is put into a zone.</summary>
    public const string Challenged = "certificate.challenged";

    private const ushort Txt = 16;

    // Short, because an order that is tried again brings another value, and resolvers keep this one for so long.
    private const int Ttl = 30;

    /// <summary>Puts it there, beside others of the same name, and sees that the zone's name server shows it.</summary>
    /// <exception cref="RefusedException">The name is none of a binding certificate, or it could not be done at one target.</exception>
    public Task PresentAsync(Actor actor, AcmeChallenge challenge, CancellationToken cancellationToken) => EditAsync(
        actor, Challenged, challenge, isThere: true, cancellationToken);

    /// <summary>Takes it out.</summary>
    /// <exception cref="RefusedException">The name is none of a binding certificate, or it could not be done at one target.</exception>
    public Task CleanUpAsync(Actor actor, AcmeChallenge challenge, CancellationToken cancellationToken) => EditAsync(
        actor, "certificate.challengeTaken", challenge, isThere: false, cancellationToken);

    private async Task EditAsync(
        Actor actor, string action, AcmeChallenge challenge, bool isThere, CancellationToken cancellationToken)
    {
        (Organization? organization, List<OrganizationKey> roots, List<PublicationTarget> all) = await store.ReadAsync(async d => (
            await d.Organizations.SingleOrDefaultAsync(cancellationToken),
            await d.Keys.Where(k => k.Use == KeyUse.Root && (k.State == KeyState.Pending || k.State == KeyState.Active))
                .ToListAsync(cancellationToken),
            await d.Targets.ToListAsync(cancellationToken)));
        if (organization is null
            || !roots.Any(k => BindingNames.Wanted(organization.Identifier, k.ToVerificationKey()).Contains($"{challenge.Subject}")))
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"{challenge.Subject} is no name of a certificate that binds a root key of this organization. 'issuer commitment request' "
                    + $"prints the request, with the names that it is for.");
        }

        PublicationTarget[] targets = [.. PublicationTarget.AllFor(challenge.Subject, all).Where(t => t.Kind != TargetKind.ByHand)];
        if (targets.Length == 0)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"No zone that this service changes holds {challenge.Subject}: add it as a target, or put TXT \"{challenge.Value}\" at "
                    + $"{challenge.Name} by hand.");
        }

        await store.ChangeAsync(
            actor,
            change =>
            {
                change.Journal(action, challenge.Subject.ToString(), new JsonObject { ["value"] = challenge.Value });
                return Task.FromResult(true);
            },
            cancellationToken);
        ReadOnlyMemory<byte> data = TxtData.Of(challenge.Value);
        ReadOnlyMemory<byte>[] wanted = isThere ? [data] : [];
        await using var zones = new Zones(options, resolver, clock);
        Sentence? fault = null;
        foreach (PublicationTarget target in targets)
        {
            ZoneOutcome outcome = await ((ZoneServer)zones.Of(target)).EditAsync(
                challenge.Name, Txt, there => [.. there.Where(d => !d.Span.SequenceEqual(data.Span)), .. wanted], Ttl, cancellationToken);
            fault ??= outcome.Fault;
        }

        // All of them first: a server that fails leaves nothing behind at the others.
        if (fault is not null)
        {
            throw new RefusedException(Refusal.NotReady, $"The challenge at {challenge.Name} could not be changed. {fault}");
        }
    }
}
