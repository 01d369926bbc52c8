using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.EndToEnd.Tests.Servers;

/// <summary>The servers that people use, each with what a test needs of it.</summary>
internal sealed class NameServers : IDisposable
{
    private readonly List<ServerProcess> _processes = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("emblem-e2e-").FullName;

    /// <summary>NSD, authoritative for zones in files of the folder.</summary>
    public Task<int> StartNsdAsync(params (string Apex, string File)[] zones) => StartNsdAsync(limitsRate: false, zones);

    /// <summary>NSD, with the limit on its rate that it has unless told otherwise: 200 like answers a second over UDP.</summary>
    public async Task<int> StartNsdAsync(bool limitsRate, params (string Apex, string File)[] zones)
    {
        int port = LoopbackPorts.Free();
        string conf = Path.Combine(Folder, $"nsd.{port}.conf");
        await File.WriteAllTextAsync(conf, $"""
            server:
              ip-address: 127.0.0.1
              port: {port}
              username: ""
              zonesdir: "{Folder}"
              database: ""
              pidfile: "{Folder}/nsd.{port}.pid"
              xfrdfile: "{Folder}/nsd.{port}.xfrd"
              zonelistfile: "{Folder}/nsd.{port}.zones"
              xfrdir: "{Folder}"
              server-count: 1
              {(limitsRate ? "" : "rrl-ratelimit: 0")}
              minimal-responses: yes
            remote-control:
              control-enable: no
            {string.Concat(zones.Select(z => $"\nzone:\n  name: {z.Apex}\n  zonefile: {z.File}\n"))}
            """);
        await StartAsync("nsd", port, "-d", "-c", conf);
        return port;
    }

    /// <summary>BIND 9, authoritative for one zone that may be updated with a TSIG key; returns its port and the key file.</summary>
    public async Task<(int Port, string KeyFile)> StartBindAsync(string apex, string file)
    {
        int port = LoopbackPorts.Free();
        string key = ServerProcess.Run("tsig-keygen", Folder, "", "-a", "hmac-sha256", "update-key");
        string keyFile = Path.Combine(Folder, "update.key");
        await File.WriteAllTextAsync(keyFile, key);
        string conf = Path.Combine(Folder, "named.conf");
        await File.WriteAllTextAsync(conf, $$"""
            {{key}}
            options {
              directory "{{Folder}}";
              listen-on port {{port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file "{{Folder}}/named.pid";
              session-keyfile "{{Folder}}/session.key";
              managed-keys-directory "{{Folder}}";
              recursion no;
              dnssec-validation no;
            };
            controls { };
            zone "{{apex}}" { type primary; file "{{file}}"; allow-update { key "update-key"; }; };
            """);
        await StartAsync("named", port, "-g", "-c", conf);
        await _processes[^1].SaidAsync(UpdatableServer.ZonesLoaded);
        return (port, keyFile);
    }

    /// <summary>
    /// Unbound, resolving zones from the given servers and validating them against their anchors; also over TLS and
    /// HTTPS with a certificate for <c>resolver.example</c>. It asks from random ports of its own choice, which must
    /// not be those of other tests' servers.
    /// </summary>
    public async Task<Resolver> StartUnboundAsync(params (string Apex, int Port, string? Anchor)[] zones)
    {
        int port = LoopbackPorts.Free(), tls = LoopbackPorts.Free(), https = LoopbackPorts.Free();
        X509Certificate2 root = WriteCertificate();
        string anchors = Path.Combine(Folder, "anchors");
        await File.WriteAllLinesAsync(anchors, zones.Select(z => z.Anchor).OfType<string>());
        string conf = Path.Combine(Folder, "unbound.conf");
        await File.WriteAllTextAsync(conf, $"""
            server:
              interface: 127.0.0.1@{port}
              interface: 127.0.0.1@{tls}
              interface: 127.0.0.1@{https}
              tls-port: {tls}
              https-port: {https}
              tls-service-key: "{Folder}/resolver.key"
              tls-service-pem: "{Folder}/resolver.pem"
              username: ""
              chroot: ""
              directory: "{Folder}"
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              do-ip6: no
              do-not-query-localhost: no
              outgoing-port-avoid: {LoopbackPorts.Range}
              module-config: "validator iterator"
              trust-anchor-file: "{anchors}"
              cache-max-negative-ttl: 0
              cache-max-ttl: 0
            remote-control:
              control-enable: no
            {string.Concat(zones.Select(z => $"\nstub-zone:\n  name: {z.Apex}\n  stub-addr: 127.0.0.1@{z.Port}\n"))}
            """);
        await StartAsync("unbound", port, "-d", "-c", conf);
        await _processes[^1].ListeningAsync(tls);
        await _processes[^1].ListeningAsync(https);
        return new Resolver(port, tls, https, root);
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <summary>Stops what was started last.</summary>
    public void StopLast()
    {
        _processes[^1].Dispose();
        _processes.RemoveAt(_processes.Count - 1);
    }

    public void Dispose()
    {
        _processes.ForEach(p => p.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartAsync(string program, int port, params string[] args)
    {
        _processes.Add(new ServerProcess(program, Folder, args));
        await _processes[^1].ListeningAsync(port);
    }

    private X509Certificate2 WriteCertificate()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var rootRequest = new CertificateRequest("CN=Test root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        X509Certificate2 root = rootRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var request = new CertificateRequest("CN=resolver.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("resolver.example");
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 certificate = request.Create(root, now.AddDays(-1), now.AddDays(20), [1, 2, 3]);
        Write("resolver.pem", certificate.ExportCertificatePem());
        Write("resolver.key", key.ExportPkcs8PrivateKeyPem());
        Write("root.pem", root.ExportCertificatePem());
        return root;
    }

    public sealed record Resolver(int Port, int TlsPort, int HttpsPort, X509Certificate2 Root);
}
