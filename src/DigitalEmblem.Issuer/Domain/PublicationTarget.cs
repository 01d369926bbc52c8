using System.Net;
using DigitalEmblem.Texts;

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

    /// <summary>A PowerDNS server, through its HTTP API.</summary>
    PowerDns,

    /// <summary>A program of the organization, which the service starts and tells what to change.</summary>
    Program,
}

/// <summary>
/// Where emblems are published: a zone, and the server that takes its changes. A zone may have several targets (two providers, split
/// views). An asset belongs to all targets of the longest zone that contains its name.
/// </summary>
internal sealed class PublicationTarget : Entity
{
    private PublicationTarget()
    {
    }

    public TargetKind Kind { get; private set; }

    public DomainName Zone { get; private init; } = null!;

    /// <summary>
    /// Where its publications are: one server and its zone, or what is put in by hand. At another server the target has another place, and
    /// what was published at the one before stays there, with a target of its own that is given up.
    /// </summary>
    public Guid Place { get; private set; }

    /// <summary>
    /// The address of a name server that shows what is in the zone; for updates the primary server, which also takes them. Null for a
    /// target by hand.
    /// </summary>
    public string? Server { get; private set; }

    /// <summary>
    /// The name, in the service's settings, of what gives access to the zone: for updates a TSIG key, else a PowerDNS API or a program. The
    /// secret itself is never in the database. Null for none.
    /// </summary>
    public string? Access { get; private set; }

    /// <summary>The time to live of published records, in seconds. Caches may keep withdrawn records for this time.</summary>
    public int Ttl { get; private set; }

    /// <summary>Since when it is given up: its records are removed, and then the target goes too. Null while it is in use.</summary>
    public DateTimeOffset? LeavingSince { get; private set; }

    /// <summary>
    /// Whether it ends now, a page of its publications after the other: nothing of ours was seen there for long enough, or it was
    /// abandoned, because the server is gone or what it has cannot be seen.
    /// </summary>
    public bool IsEnding { get; private set; }

    /// <summary>
    /// Up to which asset the emblems in force were given to it, or taken from it, since it was added or changed; null if all were.
    /// </summary>
    public Guid? AdoptedTo { get; private set; }

    /// <summary>Whether it is given up.</summary>
    public bool IsLeaving => LeavingSince is not null;

    public static PublicationTarget Create(TargetKind kind, DomainName zone, string? server, string? access, int ttl, DateTimeOffset at)
    {
        var target = new PublicationTarget { Id = NewId(at), Kind = kind, Zone = zone, Place = NewId(at), AdoptedTo = Guid.Empty };
        target.Change(server, access, ttl);
        return target;
    }

    /// <summary>
    /// Moves it to another place. What is published stays where it is, and the emblems in force are given to the new place anew.
    /// </summary>
    /// <param name="place">A place that was given up before and is used again; null for a new one.</param>
    /// <param name="at">When.</param>
    /// <returns>The place before with its server, key and time to live, as a target of its own that is given up.</returns>
    public PublicationTarget Move(Guid? place, DateTimeOffset at)
    {
        var left = new PublicationTarget
        {
            Id = NewId(at),
            Kind = Kind,
            Zone = Zone,
            Place = Place,
            Server = Server,
            Access = Access,
            Ttl = Ttl,
            Profiles = Profiles,
        };
        left.Leave(at);
        Place = place ?? NewId(at);
        Adopt();
        return left;
    }

    /// <summary>Gives it up.</summary>
    public void Leave(DateTimeOffset at) => (LeavingSince, AdoptedTo) = (LeavingSince ?? at, null);

    /// <summary>Gives it up, and removes no records of it.</summary>
    public void End(DateTimeOffset at) => (LeavingSince, IsEnding, AdoptedTo) = (LeavingSince ?? at, true, null);

    /// <summary>Takes it into use again.</summary>
    /// <param name="kind">How it takes records now.</param>
    public void Return(TargetKind kind)
    {
        (Kind, LeavingSince, IsEnding) = (kind, null, false);
        Adopt();
    }

    /// <summary>Has the emblems in force given to it, or taken from it, anew.</summary>
    public void Adopt() => AdoptedTo = Guid.Empty;

    /// <summary>
    /// Whether it takes its records at the same place as another target, so that both cannot be: by hand, at the same server whichever way
    /// leads there, or by the same API or program whichever server shows it.
    /// </summary>
    public bool IsSamePlaceAs(TargetKind kind, DomainName zone, string? server, string? access) => Zone == zone
        && (Kind == TargetKind.ByHand || kind == TargetKind.ByHand
            ? Kind == kind
            : (Kind == kind && kind is TargetKind.PowerDns or TargetKind.Program && Access == access)
                || (server is not null && IPEndPoint.TryParse(server, out IPEndPoint? there) && IPEndPoint.Parse(Server!).Equals(there)));

    public void Change(string? server, string? access, int ttl)
    {
        if (Kind != TargetKind.ByHand && (server is null || !IPEndPoint.TryParse(server, out _)))
        {
            throw new RefusedException(
                Refusal.Malformed,
                Kind == TargetKind.DnsUpdate
                    ? Sentence.Of(
                        $"A target for updates needs the address of the zone's primary server, as 192.0.2.1:53 or [2001:db8::1]:53.")
                    : Sentence.Of(
                        $"The target needs the address of a name server that shows what is in the zone, as 192.0.2.1:53 or "
                            + $"[2001:db8::1]:53."));
        }

        if (Kind == TargetKind.ByHand && (server is not null || access is not null))
        {
            throw new RefusedException(Refusal.Malformed, $"A target by hand has no server and no key.");
        }

        if (Kind is TargetKind.PowerDns or TargetKind.Program && access is null)
        {
            throw new RefusedException(
                Refusal.Malformed,
                Kind == TargetKind.PowerDns
                    ? Sentence.Of($"The target needs the name of a PowerDNS API in the service's settings (Publishing:PowerDns:NAME).")
                    : Sentence.Of($"The target needs the name of a program in the service's settings (Publishing:Programs:NAME)."));
        }

        if (ttl is < 30 or > 86_400)
        {
            throw new RefusedException(
                Refusal.Malformed, $"The time to live lies between 30 and 86,400 seconds: what is withdrawn stays in caches for so long.");
        }

        (Server, Access, Ttl) = (server, access, ttl);
    }

    /// <summary>The profiles in which its names are marked, where an asset says nothing else.</summary>
    public MarkProfiles Profiles { get; private set; } = MarkProfiles.Cwt;

    /// <summary>Sets the profiles in which its names are marked.</summary>
    public void MarkIn(MarkProfiles profiles) => Profiles = profiles is > MarkProfiles.None and <= MarkProfiles.Both
        ? profiles
        : throw new RefusedException(Refusal.Malformed, $"A name is marked in at least one profile: Cwt, Jws or Both.");

    public bool Holds(DomainName name) => name == Zone || name.ToString().EndsWith("." + Zone, StringComparison.Ordinal);

    /// <summary>The targets in use of a name: those of the longest zone that contains it; none if no zone does.</summary>
    public static IReadOnlyList<PublicationTarget> AllFor(DomainName name, IEnumerable<PublicationTarget> targets)
    {
        PublicationTarget[] holding = [.. targets.Where(t => !t.IsLeaving && t.Holds(name))];
        int longest = holding.Length == 0 ? 0 : holding.Max(t => t.Zone.ToString().Length);
        return [.. holding.Where(t => t.Zone.ToString().Length == longest)];
    }
}
