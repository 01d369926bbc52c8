using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>
/// The public page "is this host marked?" (<c>issuer checkpage</c>), a process of its own, without database and keys. Its settings stand in
/// a file of their own.
/// </summary>
internal sealed class CheckOptions
{
    /// <summary>
    /// Where it listens, as 127.0.0.1:8633. Beyond this machine it needs a certificate. Anyone who can change it can have the page reached
    /// from where it was not meant to be, and read what people ask where it travels in the clear.
    /// </summary>
    public string Listen { get; set; } = "127.0.0.1:8633";

    /// <summary>
    /// The certificate chain in PEM; null for plain HTTP, behind a proxy on this machine. Anyone who can change it, and the key, has the
    /// page answer under a certificate of theirs, which browsers refuse.
    /// </summary>
    public string? Certificate { get; set; }

    /// <summary>Its private key in PEM. Anyone who has it can pose as this page, learn what people ask, and answer as they like.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>
    /// Where a browser finds the page: scheme, name and port, as https://check.society.example. It must be https, except at
    /// http://localhost and names below it. Anyone who can change it can keep browsers from the page, because it answers at no other host.
    /// </summary>
    public string Origin { get; set; } = "http://localhost:8633";

    /// <summary>
    /// Addresses of proxies before the page, whose last entry in <c>X-Forwarded-For</c> says where a request comes from; it counts for the
    /// budgets only. Anyone who runs a proxy that is named here can pass for any address, and so use up the budget of all.
    /// </summary>
    public IList<string> Proxy { get; set; } = [];

    /// <summary>
    /// The resolvers, in the order in which they are tried: 192.0.2.53 or 192.0.2.53:53, 192.0.2.53#dns.example over TLS, or
    /// https://dns.example/dns-query over HTTPS. Empty for those of the system. Anyone who runs one learns each name that is asked about,
    /// and can hide an emblem, and cannot forge one; anyone who can change it decides who that is.
    /// </summary>
    public IList<string> Resolvers { get; set; } = [];

    /// <summary>
    /// The record type's number for IHLE, until IANA assigns one. Anyone who can change it has the page look where no emblem is.
    /// </summary>
    public int IhleType { get; set; } = DnsEmblemSource.DefaultIhleType;

    /// <summary>
    /// A log list in Google's format (v3), which must be given; only logs in it are asked. It is read again when the file changes. Anyone
    /// who can change it can have a log of theirs believed, and with it a commitment that was never made.
    /// </summary>
    public string? LogList { get; set; }

    /// <summary>
    /// Roots in PEM that are trusted in place of the system's; for tests and closed networks. Anyone who can change it can have
    /// certificates of theirs taken for a commitment.
    /// </summary>
    public string? Roots { get; set; }

    /// <summary>
    /// The authorities that the page asks for, as https://ministry.example, or pinned to one root key, as https://ministry.example=KEYID:
    /// one of them must endorse the issuer. Empty for none in particular; the page shows which are asked for. Anyone who can change it
    /// decides which emblems the page calls less than it asks for.
    /// </summary>
    public IList<string> Authorities { get; set; } = [];

    /// <summary>
    /// The least that the page asks for: Signed, Organizational or Endorsed. Anyone who can lower it has the page say "it holds" of emblems
    /// that nobody stands behind.
    /// </summary>
    public AskedLevel Level { get; set; }

    /// <summary>
    /// How many checks one network (an IPv4 address, or a /64 of IPv6) gets a minute, on average; 1 to 600. More get 429 with the time to
    /// wait. Anyone who can raise it lets strangers use this machine to ask the DNS at that rate.
    /// </summary>
    public int PerMinute { get; set; } = 10;

    /// <summary>
    /// How many checks all together get a minute, on average; 1 to 60,000. Anyone who can lower it has the page turn people away; anyone
    /// who can raise it lets strangers ask resolvers and logs at that rate, in the name of this machine.
    /// </summary>
    public int PerMinuteInAll { get; set; } = 300;

    /// <summary>
    /// How many checks run at once; 1 to 1,000. More are told to try again. Anyone who can raise it lets strangers take the memory of this
    /// machine.
    /// </summary>
    public int AtOnce { get; set; } = 16;

    /// <summary>
    /// How long one check may take; 1 second to a minute. What is not found out by then could not be found out. Anyone who sets it too
    /// short has the page find out nothing.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The address to listen on; the settings were checked.</summary>
    public IPEndPoint EndPoint => IPEndPoint.Parse(Listen);

    /// <summary>The resolvers; the settings were checked.</summary>
    public IReadOnlyList<DnsServer> Servers =>
        Resolvers.Count == 0 ? DnsServer.OfSystem() : [.. Resolvers.Select(ReadResolver)];

    /// <summary>What the page asks of an emblem; the settings were checked.</summary>
    public TrustPolicy Policy => new()
    {
        RequiredLevel = Level switch
        {
            AskedLevel.Signed => SecurityLevel.Signed,
            AskedLevel.Endorsed => SecurityLevel.Endorsed,
            _ => SecurityLevel.Organizational,
        },
        Authorities = ValueList.From(Authorities.Select(TrustedAuthority.Parse)),
    };

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate() =>
        [.. OfAddress(), .. OfFiles(), .. OfQuestions(), .. OfBudgets()];

    private IEnumerable<string> OfAddress()
    {
        IPEndPoint? end = Listen.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(Listen, out IPEndPoint? read) ? read : null;
        if (end is null)
        {
            yield return "Check:Listen is an address with a port, as 127.0.0.1:8633.";
        }
        else if (Certificate is null && !IPAddress.IsLoopback(end.Address))
        {
            yield return $"Check:Listen is {end}, which others can reach, and there is no certificate: what people ask would travel in the "
                + "clear. Set Check:Certificate and Check:CertificateKey, or listen on 127.0.0.1 behind a proxy.";
        }

        if (!WebOrigin.TryParse(Origin, out WebOrigin? origin, out _))
        {
            yield return "Check:Origin is scheme, name and port, and nothing after them: https://check.society.example, or on this machine "
                + "http://localhost and names below it. An address in place of the name is refused.";
        }
        else if (!origin.IsSecure && end is not null && !IPAddress.IsLoopback(end.Address))
        {
            yield return $"Check:Origin is {Origin}, and Check:Listen can be reached from elsewhere: give it an https address.";
        }

        foreach (string proxy in Proxy.Where(p => !IPAddress.TryParse(p, out _)))
        {
            yield return $"Check:Proxy: '{Printable.Text(proxy)}' is no address of a proxy, as 127.0.0.1.";
        }
    }

    private IEnumerable<string> OfFiles()
    {
        if ((Certificate is null) != (CertificateKey is null))
        {
            yield return "Check:Certificate and Check:CertificateKey go together: set both, or neither.";
        }

        if (LogList is null)
        {
            yield return "Check:LogList names no file: without a list of logs no commitment can be proven. "
                + "Take https://www.gstatic.com/ct/log_list/v3/log_list.json, and keep it fresh.";
        }

        foreach ((string name, string file) in new[]
        {
            (nameof(Certificate), Certificate), (nameof(CertificateKey), CertificateKey), (nameof(LogList), LogList),
            (nameof(Roots), Roots),
        }
            .Where(f => f.Item2 is not null && !File.Exists(f.Item2)).Select(f => (f.Item1, f.Item2!)))
        {
            yield return $"Check:{name}: there is no file '{Printable.Text(file)}'. Put it there, or name the one that there is.";
        }

        if (Unreadable(LogList, file => new TransparencyFiles(new TransparencyOptions { LogList = file }).Trust) is { } ofList)
        {
            yield return $"Check:LogList cannot be used: {ofList} It is a JSON file, in version 3 of the form that Google publishes.";
        }

        if (Unreadable(Roots, file => (RootStore.Read(File.ReadAllBytes(file)), OutgoingHttp.Roots(file))) is { } ofRoots)
        {
            yield return $"Check:Roots cannot be used: {ofRoots} It holds root certificates in PEM.";
        }

        if (CertificateKey is { } key && File.Exists(key)
            && Unreadable(Certificate, file => new ListenerCertificate(file, key)) is { } ofCertificate)
        {
            yield return $"Check:Certificate cannot be used: {ofCertificate} It and Check:CertificateKey are in PEM, and belong together.";
        }
    }

    private static string? Unreadable<T>(string? file, Func<string, T> read)
    {
        try
        {
            _ = file is not null && File.Exists(file) ? read(file) : default;
            return null;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or TokenFormatException or CryptographicException or ArgumentException)
        {
            return $"{e.Message.TrimEnd('.')}.";
        }
    }

    private IEnumerable<string> OfQuestions()
    {
        foreach (string resolver in Resolvers)
        {
            if (FaultOf(resolver, ReadResolver) is { } fault)
            {
                yield return $"Check:Resolvers: {fault}";
            }
        }

        if (Resolvers.Count == 0 && DnsServer.OfSystem().Count == 0)
        {
            yield return "Check:Resolvers names none, and this system names none either: name one, as 192.0.2.53.";
        }

        foreach (string authority in Authorities)
        {
            if (FaultOf(authority, TrustedAuthority.Parse) is { } fault)
            {
                yield return $"Check:Authorities: {fault} Write it as https://ministry.example, or https://ministry.example=KEYID.";
            }
        }

        if (IhleType is < 1 or > ushort.MaxValue)
        {
            yield return "Check:IhleType lies between 1 and 65535.";
        }
    }

    private IEnumerable<string> OfBudgets()
    {
        if (PerMinute is < 1 or > 600)
        {
            yield return "Check:PerMinute lies between 1 and 600.";
        }

        if (PerMinuteInAll is < 1 or > 60_000)
        {
            yield return "Check:PerMinuteInAll lies between 1 and 60,000.";
        }

        if (AtOnce is < 1 or > 1000)
        {
            yield return "Check:AtOnce lies between 1 and 1,000.";
        }

        if (Patience < TimeSpan.FromSeconds(1) || Patience > TimeSpan.FromMinutes(1))
        {
            yield return "Check:Patience lies between 1 second and a minute.";
        }
    }

    private static DnsServer ReadResolver(string text) =>
        text.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? DnsServer.ParseHttps(text)
        : text.Contains('#', StringComparison.Ordinal) ? DnsServer.ParseTls(text)
        : DnsServer.Parse(text);

    private static string? FaultOf<T>(string text, Func<string, T> read)
    {
        try
        {
            _ = read(text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
