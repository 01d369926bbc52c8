using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>The ways into zones.</summary>
internal static class ZoneWriters
{
    /// <summary>The way into the zone of a target; not one that people edit.</summary>
    /// <exception cref="RefusedException">The settings do not name what it needs, or its key cannot be read.</exception>
    public static IZoneWriter Of(PublicationTarget target, PublishingOptions options, TimeProvider clock) => target.Kind switch
    {
        TargetKind.DnsUpdate => new UpdateWriter(
            target.Zone,
            IPEndPoint.Parse(target.Server!),
            target.Access is null ? null : NamedTsigKeys.Read(target.Access, options.TsigKeys),
            options.Timeout,
            clock),
        TargetKind.Program => new ProgramWriter(target.Zone, target.Access!, options.Programs[target.Access!], clock),
        TargetKind.PowerDns => PowerDnsWriter.For(target, options, clock),
        _ => throw new InvalidOperationException($"Nothing writes into a zone of the kind {target.Kind}."),
    };
}
