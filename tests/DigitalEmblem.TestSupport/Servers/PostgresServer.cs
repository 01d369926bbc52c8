using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// A PostgreSQL of Debian's with an empty cluster of its own, on loopback. One for a class of tests; each test makes a database in it.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
        .Select(d => Path.Combine(d, "bin")).Last(d => File.Exists(Path.Combine(d, "initdb")));

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-postgres-").FullName;
    private int _databases;

    /// <summary>
    /// Whether a commit waits for the disk. Tests need no protection from a loss of power; a measurement uses it, as an operator would.
    /// </summary>
    public bool OutlastsLossOfPower { get; init; }

    /// <summary>Whether it has a certificate for <c>localhost</c>, and a Unix socket in <see cref="Folder"/>.</summary>
    public bool ProvesWhereItIs { get; init; }

    public int Port { get; } = LoopbackPorts.Free();

    /// <summary>Its folder, with its Unix socket.</summary>
    public string Folder => _folder;

    /// <summary>The certificate of the authority that its own is from.</summary>
    public string AuthorityFile => Path.Combine(_folder, "authority.pem");

    private string Data => Path.Combine(_folder, "data");

    // PostgreSQL refuses to run as root. Its programs then run as the package's own user.
    private static bool IsRoot => Environment.UserName == "root";

    public async Task InitializeAsync()
    {
        if (IsRoot)
        {
            ServerProcess.Run("chown", "/", "", "postgres", _folder);
        }

        if (ProvesWhereItIs)
        {
            WriteCertificate();
        }

        Run("initdb", "--pgdata", Data, "--username", "issuer", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync");
        await StartAsync();
    }

    /// <summary>Starts it with what it held.</summary>
    public Task StartAsync()
    {
        Run(
            "pg_ctl",
            "start",
            "--pgdata",
            Data,
            "--wait",
            "--log",
            Path.Combine(_folder, "log"),
            "--options",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c max_connections=300 -c unix_socket_directories={(ProvesWhereItIs ? _folder : "")} "
                + $"-c fsync={(OutlastsLossOfPower ? "on" : "off")}"
                + (ProvesWhereItIs ? $" -c ssl=on -c ssl_cert_file={_folder}/server.pem -c ssl_key_file={_folder}/server.key" : ""));
        return Task.CompletedTask;
    }

    /// <summary>Stops it at once, with all connections, as if its process had been killed.</summary>
    public void Stop() => Run("pg_ctl", "stop", "--pgdata", Data, "--mode", "immediate", "--wait");

    /// <summary>A new database: empty, or a copy of another one that has no connections.</summary>
    /// <param name="template">The name of the other one; null for an empty one.</param>
    /// <returns>How to connect to it.</returns>
    public string NewDatabase(string? template = null)
    {
        string name = $"issuer{Interlocked.Increment(ref _databases)}";
        Run("createdb", "--host", "127.0.0.1", "--port", $"{Port}", "--username", "issuer", "--template", template ?? "template1", name);
        // Each test has a database of its own, whose connections would stay open for minutes after it, until the server takes no more.
        return $"Host=127.0.0.1;Port={Port};Username=issuer;Database={name};Maximum Pool Size=20;"
            + "Connection Idle Lifetime=10;Connection Pruning Interval=5";
    }

    public Task DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            Stop();
        }

        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private void WriteCertificate()
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var authority = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(root, now.AddDays(-1), now.AddDays(20), [1, 2, 3]);
        File.WriteAllText(AuthorityFile, root.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "server.pem"), certificate.ExportCertificatePem());
        string keyFile = Path.Combine(_folder, "server.key");
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        ServerProcess.Run("chmod", "/", "", "600", keyFile);
        if (IsRoot)
        {
            ServerProcess.Run("chown", "/", "", "postgres", keyFile);
        }
    }

    // Write output to a file: the server that pg_ctl starts keeps its output open, so waiting for the end of a pipe would never end.
    private void Run(string program, params string[] args)
    {
        string path = Path.Combine(Programs, program), said = Path.Combine(_folder, "said");
        string[] whole = IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", path, .. args] : [path, .. args];
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >>\"$0\" 2>&1", said, .. whole]) { WorkingDirectory = _folder };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', args)}: {process.ExitCode}\n{File.ReadAllText(said)}");
        }
    }
}
