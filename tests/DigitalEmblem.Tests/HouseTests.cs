using System.Text.Json;
using System.Xml.Linq;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Tests;

/// <summary>
/// Who may know whom, as the project files say it. If it fails, a package drags in what its users did not ask for, or a room of
/// the house knows another that it must not.
/// </summary>
public class HouseTests
{
    // The words people may learn of the two packages that open nothing: a new public type has a consumer outside this repository in mind.
    private const int MostPublicTypes = 77;

    private static readonly string Src = Path.Combine(Repository.Root, "src");

    [Fact]
    public void References_OfEachRoom_AreThese()
    {
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DigitalEmblem"] = "",
                ["DigitalEmblem.Verifier"] = "DigitalEmblem",
                ["DigitalEmblem.Discovery"] = "DigitalEmblem DigitalEmblem.Verifier",
                ["DigitalEmblem.Publishing"] = "DigitalEmblem.Discovery",
                ["DigitalEmblem.Store"] = "DigitalEmblem.Discovery",
                ["DigitalEmblem.Data"] = "DigitalEmblem.Verifier",
                ["DigitalEmblem.Extensions"] = "DigitalEmblem.Discovery",
                ["DigitalEmblem.Testing"] = "DigitalEmblem.Discovery",
                ["DigitalEmblem.Cli"] = "DigitalEmblem.Data DigitalEmblem.Extensions DigitalEmblem.Publishing DigitalEmblem.Store "
                    + "DigitalEmblem.Texts",
                ["DigitalEmblem.Issuer"] = "DigitalEmblem.Data DigitalEmblem.Extensions DigitalEmblem.Publishing DigitalEmblem.Texts",
                ["DigitalEmblem.Texts"] = "DigitalEmblem.Verifier",
            },
            OfEachRoom("ProjectReference", path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))));
    }

    [Fact]
    public void Packages_OfEachLibrary_AreThese()
    {
        IDictionary<string, string> packages = OfEachRoom("PackageReference", name => name);
        Assert.All(
            packages.Where(p => p.Key is not ("DigitalEmblem.Cli" or "DigitalEmblem.Issuer" or "DigitalEmblem.Texts")),
            p => Assert.EndsWith("Microsoft.CodeAnalysis.PublicApiAnalyzers", p.Value, StringComparison.Ordinal));
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DigitalEmblem"] =
                    "NSec.Cryptography System.Formats.Cbor System.Security.Cryptography.Cose System.Security.Cryptography.Pkcs",
                ["DigitalEmblem.Verifier"] = "",
                ["DigitalEmblem.Discovery"] = "DnsClient",
                ["DigitalEmblem.Publishing"] = "",
                ["DigitalEmblem.Store"] = "Microsoft.Data.Sqlite",
                ["DigitalEmblem.Data"] = "",
                ["DigitalEmblem.Extensions"] = "Microsoft.Extensions.Caching.Hybrid "
                    + "Microsoft.Extensions.Diagnostics.HealthChecks Microsoft.Extensions.Http.Resilience",
                ["DigitalEmblem.Testing"] = "",
                ["DigitalEmblem.Texts"] = "",
                ["DigitalEmblem.Cli"] = "System.CommandLine Spectre.Console Npgsql AWSSDK.S3",
                ["DigitalEmblem.Issuer"] = "Microsoft.AspNetCore.Authentication.JwtBearer "
                    + "Microsoft.AspNetCore.Authentication.OpenIdConnect "
                    + "Microsoft.AspNetCore.OpenApi "
                    + "Microsoft.EntityFrameworkCore.Design Microsoft.EntityFrameworkCore.Sqlite "
                    + "Npgsql.EntityFrameworkCore.PostgreSQL OpenTelemetry.Exporter.OpenTelemetryProtocol "
                    + "OpenTelemetry.Exporter.Prometheus.AspNetCore OpenTelemetry.Extensions.Hosting "
                    + "OpenTelemetry.Instrumentation.AspNetCore "
                    + "OpenTelemetry.Instrumentation.Runtime CsvHelper MailKit Microsoft.Extensions.Hosting.Systemd "
                    + "Pkcs11Interop QRCoder System.CommandLine",
            },
            OfEachRoom("PackageReference", name => name, name => !name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal)));
    }

    /// <summary>Our own assemblies only: the internals are no second surface for others.</summary>
    [Fact]
    public void Internals_OfEachLibrary_AreSeenByThese()
    {
        const string Tests = "DigitalEmblem.TestSupport DigitalEmblem.Tests DigitalEmblem.Verifier.Tests DigitalEmblem.EndToEnd.Tests "
            + "DigitalEmblem.Benchmarks DigitalEmblem.Fuzz";
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["DigitalEmblem"] = "DigitalEmblem.Verifier DigitalEmblem.Discovery DigitalEmblem.Publishing DigitalEmblem.Store "
                    + "DigitalEmblem.Data DigitalEmblem.Extensions DigitalEmblem.Texts emblem issuer "
                    + Tests
                    + " DigitalEmblem.Cli.Tests DigitalEmblem.Issuer.Load DigitalEmblem.Issuer.Tests DigitalEmblem.Issuer.Worker"
                    + " DigitalEmblem.Data.Tests",
                ["DigitalEmblem.Verifier"] = "DigitalEmblem.Discovery DigitalEmblem.Extensions DigitalEmblem.Data DigitalEmblem.Texts "
                    + "emblem issuer "
                    + "DigitalEmblem.Verifier.Tests DigitalEmblem.EndToEnd.Tests DigitalEmblem.Benchmarks DigitalEmblem.Fuzz "
                    + "DigitalEmblem.Data.Tests",
                ["DigitalEmblem.Discovery"] = "DigitalEmblem.Publishing DigitalEmblem.Extensions emblem issuer " + Tests
                    + " DigitalEmblem.Issuer.Tests",
                ["DigitalEmblem.Publishing"] = "emblem issuer " + Tests,
                ["DigitalEmblem.Store"] = "",
                ["DigitalEmblem.Data"] =
                    "emblem issuer DigitalEmblem.Data.Tests DigitalEmblem.Cli.Tests DigitalEmblem.Benchmarks DigitalEmblem.Fuzz",
                ["DigitalEmblem.Extensions"] =
                    "emblem issuer DigitalEmblem.Verifier.Tests DigitalEmblem.EndToEnd.Tests DigitalEmblem.Fuzz DigitalEmblem.Benchmarks",
                ["DigitalEmblem.Testing"] = "",
                ["DigitalEmblem.Texts"] = "emblem issuer DigitalEmblem.Tests DigitalEmblem.Cli.Tests DigitalEmblem.Issuer.Tests "
                    + "DigitalEmblem.EndToEnd.Tests DigitalEmblem.Fuzz",
                ["DigitalEmblem.Cli"] =
                    "DigitalEmblem.Cli.Tests DigitalEmblem.EndToEnd.Tests DigitalEmblem.Fuzz DigitalEmblem.Issuer.Tests",
                ["DigitalEmblem.Issuer"] = "DigitalEmblem.Issuer.Load DigitalEmblem.Issuer.Tests DigitalEmblem.Issuer.Worker issuer-demo",
            },
            OfEachRoom("InternalsVisibleTo", name => name));
    }

    /// <summary>No source file belongs to two assemblies.</summary>
    [Fact]
    public void Sources_OfNoProject_AreLinkedFromAnother() => Assert.All(
        ((string[])["src", "tests", "bench", "fuzz", "samples"])
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.csproj", SearchOption.AllDirectories)),
        project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("Compile").Select(e => e.Attribute("Include")?.Value ?? ""),
            i => i.StartsWith("..", StringComparison.Ordinal)));

    /// <summary>DnsClient's holes are closed in one file; a second file that used it could open them again.</summary>
    /// <summary>Scripts name tools; a merge lost two of them once, and nobody could add a migration.</summary>
    [Fact]
    public void Tools_OfThisRepository_AreThese()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
        Assert.Equal(
            ["cyclonedx", "docfx", "dotnet-ef", "sharpfuzz.commandline"],
            manifest.RootElement.GetProperty("tools").EnumerateObject().Select(t => t.Name));
    }

    [Fact]
    public void DnsClient_IsKnownToOneFile() => Assert.Equal(
        ["LookupClientExchange.cs"],
        Directory.EnumerateFiles(Src, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(f => File.ReadLines(f).Any(l => l.StartsWith("using DnsClient", StringComparison.Ordinal)))
            .Select(Path.GetFileName));

    /// <summary>What the SDK of S3 does by itself is switched off where stores are asked; other files could not know.</summary>
    [Fact]
    public void SdkOfS3_IsKnownToTheRoomOfStores() => Assert.All(
        Directory.EnumerateFiles(Src, "*.cs", SearchOption.AllDirectories)
            .Where(f => File.ReadLines(f).Any(l => l.StartsWith("using Amazon", StringComparison.Ordinal))),
        file => Assert.Equal("Stores", Path.GetFileName(Path.GetDirectoryName(file))));

    /// <summary>Socket, HTTP client, file and waiting are banned where tokens are read and judged.</summary>
    [Fact]
    public void PureRooms_HaveTheirBannedSymbols() => Assert.All(
        ["DigitalEmblem", "DigitalEmblem.Verifier"],
        room => Assert.Contains("../BannedSymbols.Pure.txt", Items(room, "AdditionalFiles")));

    [Fact]
    public void PublicTypes_OfThePureRooms_AreFew()
    {
        string[] all = [.. typeof(Cwt).Assembly.GetExportedTypes().Concat(typeof(EmblemVerifier).Assembly.GetExportedTypes())
            .Select(t => t.Name).Order(StringComparer.Ordinal)];
        Assert.True(all.Length <= MostPublicTypes, $"{all.Length} public types: {string.Join(' ', all)}");
    }

    private static SortedDictionary<string, string> OfEachRoom(string item, Func<string, string> name, Func<string, bool>? counts = null) =>
        new(
            Rooms().ToDictionary(
                room => room, room => string.Join(' ', Items(room, item).Where(i => counts?.Invoke(i) != false).Select(name))),
            StringComparer.Ordinal);

    private static IEnumerable<string> Rooms() =>
        Directory.GetDirectories(Src).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Items(string room, string item) =>
        XDocument.Load(Path.Combine(Src, room, room + ".csproj")).Descendants(item).Select(e => e.Attribute("Include")!.Value);
}
