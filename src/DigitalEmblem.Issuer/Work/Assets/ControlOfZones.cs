using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Looks for the control records of zones: one shows control of all names of its zone. Which zone a name belongs to is what the resolver
/// says, name by name, because a name below our zone can be delegated to another party.
/// </summary>
internal sealed class ControlOfZones(Organization organization, ControlLook look, PublishingOptions options, IDnsLookup resolver)
{
    private readonly RememberedLookup _resolver = new(resolver);
    private readonly ConcurrentDictionary<DomainName, DomainName?> _zones = new();
    private readonly ConcurrentDictionary<DomainName, Sentence?> _faults = new();

    /// <summary>Finds the zones of names, and looks for the record of each zone.</summary>
    /// <param name="names">The names.</param>
    /// <param name="targets">All targets.</param>
    /// <param name="zones">Opens them.</param>
    /// <param name="publish">Whether the service puts the record of a zone there, where a target takes updates of just that zone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task LookAsync(
        IReadOnlyCollection<DomainName> names,
        IReadOnlyCollection<PublicationTarget> targets,
        Zones zones,
        bool publish,
        CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            names,
            limits,
            async (name, token) => _zones[name] = (await DnsZoneLookup.FindAsync(name, _resolver, token)).Zone);
        // A key that is bound to zones puts nothing above them; the names' own records lie within.
        KeyZones? bound = ZonesInForce.Current;
        await Parallel.ForEachAsync(
            _zones.Values.OfType<DomainName>().Distinct(),
            limits,
            async (zone, token) =>
            {
                PublicationTarget[] ofZone = [.. targets.Where(t => !t.IsLeaving && t.Zone == zone)];
                bool may = publish && bound?.Has(zone) != false && ofZone.Any(t => t.Kind != TargetKind.ByHand);
                _faults[zone] = await look.FaultOfAsync(ControlRecord.OfZone(organization, zone), ofZone, zones, may, token);
            });
    }

    /// <summary>The zone of a name, if its record was there; else null.</summary>
    public DomainName? ShownFor(DomainName name) => _zones[name] is { } zone && _faults[zone] is null ? zone : null;

    /// <summary>What was found at a name instead of its own record, with how one record shows control of its whole zone.</summary>
    public Sentence Advise(DomainName name, Sentence fault) =>
        _zones[name] is { } zone && ControlRecord.OfZone(organization, zone) is { Name: { } at } record
            ? Sentence.Of($"{fault} One record shows it for all names of the zone {zone}: TXT \"{record.Challenge}\" at {at}.")
            : fault;
}
