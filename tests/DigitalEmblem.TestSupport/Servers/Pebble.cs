using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// A certificate authority that speaks ACME: Let's Encrypt's own for tests. It looks for challenges at a name server that a test names, and
/// believes nothing else. Its certificates stand in no log.
/// </summary>
internal sealed class Pebble : IDisposable
{
    private readonly string _folder;
    private readonly ServerProcess _process;

    private readonly int _management;

    private Pebble(string folder, ServerProcess process, int port, int management) => (_folder, _process, Directory, _management) =
        (folder, process, $"https://localhost:{port}/dir", management);

    /// <summary>Where clients begin.</summary>
    public string Directory { get; }

    /// <summary>The file of the certificate that clients must trust.</summary>
    public string Roots => Path.Combine(_folder, "pebble.pem");

    /// <summary>Starts one.</summary>
    /// <param name="nameServer">Where it looks for challenges.</param>
    public static async Task<Pebble> StartAsync(IPEndPoint nameServer)
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("emblem-pebble-").FullName;
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllTextAsync(Path.Combine(folder, "pebble.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder, "pebble.key"), key.ExportPkcs8PrivateKeyPem());
        }

        int port = LoopbackPorts.Free(), management = LoopbackPorts.Free();
        await File.WriteAllTextAsync(Path.Combine(folder, "pebble.json"), JsonSerializer.Serialize(new
        {
            pebble = new
            {
                listenAddress = $"127.0.0.1:{port}",
                managementListenAddress = $"127.0.0.1:{management}",
                certificate = "pebble.pem",
                privateKey = "pebble.key",
                httpPort = LoopbackPorts.Free(),
                tlsPort = LoopbackPorts.Free(),
            },
        }));
        // By default it waits some seconds before it looks, and refuses one nonce in twenty, to try its clients.
        var quick = new Dictionary<string, string> { ["PEBBLE_VA_NOSLEEP"] = "1", ["PEBBLE_WFE_NONCEREJECT"] = "0" };
        var process = new ServerProcess("pebble", folder, quick, "-config", "pebble.json", "-dnsserver", nameServer.ToString());
        try
        {
            await process.ListeningAsync(port);
            await process.ListeningAsync(management);
            return new Pebble(folder, process, port, management);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>The root of the certificates that it issues, in PEM. It makes a new one each time it starts.</summary>
    public async Task<string> IssuingRootAsync()
    {
        using X509Certificate2 trusted = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Roots));
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == trusted.Thumbprint,
        };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync(new Uri($"https://localhost:{_management}/roots/0"));
    }

    public void Dispose()
    {
        _process.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
