using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Work.Publishing.Writing;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// How emblems get into the DNS. Anyone who can change these can keep emblems from being published, and cannot forge one.
/// </summary>
internal sealed class PublishingOptions
{
    /// <summary>
    /// The TSIG keys, by the name that targets use: each the path of a key file as BIND's tsig-keygen prints it. Anyone who has one can
    /// remove emblems from its zone and put old ones back, but cannot sign one.
    /// </summary>
    public Dictionary<string, string> TsigKeys { get; set; } = [];

    /// <summary>
    /// The name servers that targets may use: addresses or prefixes with their port, as 192.0.2.1:53, 192.0.2.0/24:53 or [2001:db8::1]:53,
    /// the port * for any. Empty for the addresses of this machine only. Anyone who can change it can have this service connect to other
    /// addresses, and administrators then learn what answers there.
    /// </summary>
    public IList<string> Servers { get; set; } = [];

    /// <summary>
    /// The name servers that take updates without a TSIG key, in the same form; they need not stand in Servers as well. Anyone on the way
    /// to them can alter what is published, and anyone who can change it can have updates sent unsigned.
    /// </summary>
    public IList<string> Unsigned { get; set; } = [];

    /// <summary>
    /// The PowerDNS servers that targets may use, by the name that targets use. Anyone who can change them can have this service send the
    /// key of one to another address.
    /// </summary>
    public Dictionary<string, PowerDnsOptions> PowerDns { get; set; } = [];

    /// <summary>
    /// The programs that put records into zones, by the name that targets use. Anyone who can change them runs programs as this service.
    /// </summary>
    public Dictionary<string, ProgramOptions> Programs { get; set; } = [];

    /// <summary>
    /// The resolver that shows what the world sees, as 192.0.2.53:53; null for the system's. Anyone who runs it learns our own names, which
    /// are public, and can hide from the watch that an emblem is gone; anyone who can change it decides who that is.
    /// </summary>
    public string? Resolver { get; set; }

    /// <summary>
    /// The record type's number for IHLE, until IANA assigns one. Anyone who can change it publishes emblems where no validator looks.
    /// </summary>
    public int IhleType { get; set; } = DnsEmblemSource.DefaultIhleType;

    /// <summary>
    /// How many names are worked on at once; 1 to 64. Anyone who can change it can make publication slow, or a weak name server busy.
    /// </summary>
    // What waits together goes in one message.
    public int Concurrency { get; set; } = 32;

    /// <summary>How many names are taken in one step; 1 to 5,000. Anyone who can change it can make publication slow.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>
    /// How long a name server may take to show what it took (an inline-signed zone needs some milliseconds); 0 to a minute. Anyone who sets
    /// it too short has good publications taken for failed, and tried again.
    /// </summary>
    public TimeSpan ReadBack { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a name server or resolver may take to answer; 0.1 to 60 seconds. Anyone who sets it too short has slow name servers taken
    /// for silent; emblems then wait for the next try.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What targets of a kind can name for access to their zones.</summary>
    public IReadOnlyCollection<string> Accesses(TargetKind kind) => kind switch
    {
        TargetKind.DnsUpdate => TsigKeys.Keys,
        TargetKind.PowerDns => PowerDns.Keys,
        TargetKind.Program => Programs.Keys,
        _ => [],
    };

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        foreach ((string name, string file) in TsigKeys)
        {
            if (FaultOf(file) is { } fault)
            {
                yield return $"Publishing:TsigKeys:{name}: {fault}. Make one with 'tsig-keygen -a hmac-sha256 {name}'.";
            }
        }

        foreach (string fault in PowerDns.SelectMany(p => p.Value.Validate($"Publishing:PowerDns:{p.Key}"))
            .Concat(Programs.SelectMany(p => p.Value.Validate($"Publishing:Programs:{p.Key}"))))
        {
            yield return fault;
        }

        foreach (string fault in AllowedServers.Faults(Servers, "Servers").Concat(AllowedServers.Faults(Unsigned, "Unsigned")))
        {
            yield return fault;
        }

        if (Resolver is not null && !IPEndPoint.TryParse(Resolver, out _))
        {
            yield return "Publishing:Resolver is an address, as 192.0.2.53:53.";
        }

        if (Concurrency is < 1 or > 64)
        {
            yield return "Publishing:Concurrency lies between 1 and 64.";
        }

        if (BatchSize is < 1 or > 5000)
        {
            yield return "Publishing:BatchSize lies between 1 and 5,000.";
        }

        if (ReadBack < TimeSpan.Zero || ReadBack > TimeSpan.FromMinutes(1))
        {
            yield return "Publishing:ReadBack lies between 0 and a minute.";
        }

        if (Timeout < TimeSpan.FromSeconds(0.1) || Timeout > TimeSpan.FromMinutes(1))
        {
            yield return "Publishing:Timeout lies between 0.1 and 60 seconds.";
        }
    }

    private static string? FaultOf(string file)
    {
        try
        {
            return NamedTsigKeys.Read(file, out string? fault) is null ? $"'{file}' {fault}" : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"there is no file '{file}'";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{file}' cannot be read ({e.GetType().Name}): may this service's user read it?";
        }
    }
}
