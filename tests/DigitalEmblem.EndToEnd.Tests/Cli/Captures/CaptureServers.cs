using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using DigitalEmblem.EndToEnd.Tests.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli;

/// <summary>Servers of one zone with emblems and without, for tools to ask. Its keys are made for each run and kept nowhere.</summary>
public sealed partial class CaptureServers : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    private readonly NameServers _servers = new();
    private readonly Dictionary<string, int> _ports = [];

    public async Task InitializeAsync()
    {
        _servers.Write("zone", ZoneText());
        _ports["bind"] = (await _servers.StartBindAsync(Published.Apex, _servers.PathOf("zone"))).Port;
        _ports["nsd"] = await _servers.StartNsdAsync((Published.Apex, "zone"), ("silent.example", "missing"));
        _ports["none"] = LoopbackPorts.Free();
        _ports["unbound"] = (await _servers.StartUnboundAsync((Published.Apex, _ports["nsd"], null))).Port;
    }

    /// <summary>What a command line prints; it may end with an error, as tools do when they find nothing.</summary>
    public string Run(string command, bool withErrors)
    {
        string line = Port().Replace(command, m => _ports[m.Groups[1].Value].ToString(System.Globalization.CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("sh", ["-c", withErrors ? $"{{ {line}; }} 2>&1" : $"{{ {line}; }} 2>/dev/null"])
        {
            WorkingDirectory = _servers.Folder,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };

        // What a user has set for himself must not show in captures.
        start.Environment["HOME"] = _servers.Folder;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("sh did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _servers.Dispose();

    [GeneratedRegex(@"\{(bind|nsd|unbound|none)\}")]
    private static partial Regex Port();

    private static string ZoneText()
    {
        var emblem = new Emblem
        {
            Issuer = TestTokens.Society,
            Assets = [.. new[] { "www", "ihle", "alias" }.Select(host => AssetIdentifier.Parse($"{host}.{Published.Apex}"))],
            Purposes = Purposes.Protective,
            Validity = Validity.From(From, TimeSpan.FromDays(365)),
        };
        Emblem old = emblem with { Validity = Validity.From(From, TimeSpan.FromDays(1)) };
        return Zone.File(Published.Apex, $"""
            other IN TXT "v=spf1 -all"
            other IN TXT "it's \"quoted\", ''twice'' \; with a \\ and \200"
            stray IN CNAME www
            out IN CNAME host.elsewhere.example.
            www IN A 192.0.2.2
            far IN NS ns.far
            ns.far IN A 192.0.2.3
            cut IN TXT "adem-token=eyJhbGciOiJFZERTQSIsImN0eSI6ImFkZW0tZW1iIn0.eyJhc3Nl"
            {Records(Jws(emblem), "www").ToZone()}
            {Records(Jws(old), "old").ToZone()}
            {Records(Cwt(emblem), "ihle").ToZone()}
            """);
    }

    private static PublishedRecords Records(byte[] bundle, string host) =>
        PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse($"{host}.{Published.Apex}"));

    private static byte[] Jws(Emblem emblem) => Encoding.ASCII.GetBytes(string.Join('\n',
        DigitalEmblem.Jws.Sign(emblem, EmblemKey),
        DigitalEmblem.Jws.Sign(Endorsement(TokenProfile.Jws), RootKey),
        EmblemKey.PublicKey.ToJwk(),
        RootKey.PublicKey.ToJwk()));

    private static byte[] Cwt(Emblem emblem)
    {
        byte[][] items =
        [
            DigitalEmblem.Cwt.Sign(emblem, EmblemKey),
            DigitalEmblem.Cwt.Sign(Endorsement(TokenProfile.Cwt), RootKey),
            EmblemKey.PublicKey.ToCoseKey(),
            RootKey.PublicKey.ToCoseKey(),
        ];
        return TokenBundle.Write(items.Select(i => new ReadOnlyMemory<byte>(i)));
    }

    private static SoftwareSigningKey EmblemKey => TestKeys.Of(SignatureAlgorithm.Ed25519, 1);

    private static SoftwareSigningKey RootKey => TestKeys.Of(SignatureAlgorithm.ES256, 2);

    private static Endorsement Endorsement(TokenProfile profile) => TestTokens.Endorsement(
        EmblemKey.PublicKey, profile: profile, mayEndorse: false) with
    {
        Validity = Validity.From(From, TimeSpan.FromDays(365)),
    };
}
