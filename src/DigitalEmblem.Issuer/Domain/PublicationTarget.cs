using System.Net;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>How a target takes records.</summary>
internal enum TargetKind
{
    /// <summary>A name server that takes dynamic updates (RFC 2136).</summary>
    DnsUpdate = 0,

    /// <summary>
    /// A person or a program of the organization takes the records from the API (zone fragment, script, JSON) and tells when they are in.
    /// </summary>
    ByHand,
}

/// <summary>
/// Where emblems are published: a zone, and the server that takes its changes. An asset belongs to the target with the longest zone that
/// contains its name.
/// </summary>
internal sealed class PublicationTarget : Entity
{
    private PublicationTarget()
    {
    }

    public TargetKind Kind { get; private init; }

    public DomainName Zone { get; private init; } = null!;

    /// <summary>The primary server's address, for updates; null for a target by hand.</summary>
    public string? Server { get; private set; }

    /// <summary>The name of a TSIG key in the service's settings: the secret itself is never in the database. Null for none.</summary>
    public string? TsigKey { get; private set; }

    /// <summary>The time to live of published records, in seconds. Caches may keep withdrawn records for this time.</summary>
    public int Ttl { get; private set; }

    public static PublicationTarget Create(TargetKind kind, DomainName zone, string? server, string? tsigKey, int ttl, DateTimeOffset at)
    {
        var target = new PublicationTarget { Id = NewId(at), Kind = kind, Zone = zone };
        target.Change(server, tsigKey, ttl);
        return target;
    }

    public void Change(string? server, string? tsigKey, int ttl)
    {
        if (Kind == TargetKind.DnsUpdate && (server is null || !IPEndPoint.TryParse(server, out _)))
        {
            throw new RefusedException(
                Refusal.Malformed,
                "A target for updates needs the address of the zone's primary server, as 192.0.2.1:53 or [2001:db8::1]:53.");
        }

        if (Kind == TargetKind.ByHand && (server is not null || tsigKey is not null))
        {
            throw new RefusedException(Refusal.Malformed, "A target by hand has no server and no key.");
        }

        if (ttl is < 30 or > 86_400)
        {
            throw new RefusedException(
                Refusal.Malformed, "The time to live lies between 30 and 86,400 seconds: what is withdrawn stays in caches for so long.");
        }

        (Server, TsigKey, Ttl) = (server, tsigKey, ttl);
    }

    /// <summary>The profiles in which its names are marked, where an asset says nothing else.</summary>
    public MarkProfiles Profiles { get; private set; } = MarkProfiles.Cwt;

    /// <summary>Sets the profiles in which its names are marked.</summary>
    public void MarkIn(MarkProfiles profiles) => Profiles = profiles is > MarkProfiles.None and <= MarkProfiles.Both
        ? profiles
        : throw new RefusedException(Refusal.Malformed, "A name is marked in at least one profile: Cwt, Jws or Both.");

    public bool Holds(DomainName name) => name == Zone || name.ToString().EndsWith("." + Zone, StringComparison.Ordinal);

    /// <summary>The target of a name: that with the longest zone that contains it; null if none does.</summary>
    public static PublicationTarget? For(DomainName name, IEnumerable<PublicationTarget> targets) =>
        targets.Where(t => t.Holds(name)).MaxBy(t => t.Zone.ToString().Length);
}
