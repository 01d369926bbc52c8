using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.WellKnown;

/// <summary>
/// The well-known resource is asked of the asset itself. It must not lead a validator elsewhere, or into its own network.
/// </summary>
public sealed class WellKnownTests : IDisposable
{
    private static readonly DomainName Localhost = DomainName.Parse("localhost");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private byte[] _response = [];

    public WellKnownTests()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private WellKnownEmblemSource Source(bool allowPrivate = true, bool trusted = true) => new(new WellKnownOptions
    {
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        AllowPrivateAddresses = allowPrivate,
        Roots = trusted ? [_certificate] : null,
        Timeout = TimeSpan.FromSeconds(3),
    });

    private void Respond(string status, byte[] content, string headers = "") =>
        _response =
        [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n{headers}\r\n"),
            .. content
        ];

    [Theory]
    [InlineData("192.0.78.9", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("64:ff9b::127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::10.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    public void Is_AddressInWhateverForm_IsPublicOrNot(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task Find_Bundle_IsASetOfItsOwnAndSaysWhoLearned()
    {
        Respond("200 OK", Published.Bundle(SignatureAlgorithm.Ed25519, TestTokens.Now));
        using WellKnownEmblemSource source = Source();
        DiscoveredEmblems found = await source.FindAsync(Localhost);
        Assert.Equal("well-known CWT", found.Tokens.Sets.Single().Name);
        Assert.Equal(SourceOutcome.Found, found.Sources[0].Outcome);
        Assert.Contains("The asset itself", found.Sources[0].Exposure[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_JwsLines_AreRead()
    {
        Respond("200 OK", Encoding.ASCII.GetBytes(Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES256)) + "\n"));
        using WellKnownEmblemSource source = Source();
        Assert.Equal("well-known JWS", (await source.FindAsync(Localhost)).Tokens.Sets.Single().Name);
    }

    [Theory]
    [InlineData("404 Not Found", "", SourceOutcome.Absent)]
    [InlineData("500 Internal Server Error", "", SourceOutcome.Unavailable)]
    [InlineData("302 Found", "Location: https://elsewhere.example/\r\n", SourceOutcome.Unavailable)]
    [InlineData("200 OK", "", SourceOutcome.Absent)]
    public async Task Find_OtherAnswers_AreToldApart(string status, string headers, SourceOutcome expected)
    {
        Respond(status, [], headers);
        using WellKnownEmblemSource source = Source();
        Assert.Equal(expected, (await source.FindAsync(Localhost)).Sources[0].Outcome);
    }

    /// <summary>The body counts: tokens are read whatever the type, a page for people is none whatever it quotes, and what is of no form
    /// that is read is not "nothing".</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Find_Status200_TheBodyDecides(string what, string type, byte[] content, SourceOutcome expected)
    {
        Respond("200 OK", content, $"Content-Type: {type}\r\n");
        using WellKnownEmblemSource source = Source();
        DiscoveredEmblems found = await source.FindAsync(Localhost);
        Assert.True(expected == found.Sources[0].Outcome, $"{what}: {found.Sources[0].Detail}");
        Assert.Equal(expected == SourceOutcome.Found, found.Tokens.Items.Count > 0);
    }

    public static TheoryData<string, string, byte[], SourceOutcome> Documents
    {
        get
        {
            byte[] bundle = Published.Bundle(SignatureAlgorithm.Ed25519, TestTokens.Now);
            string jws = Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES256));
            const string Page = "<!DOCTYPE html>\n<html><body>\n";
            return new()
            {
                { "a bundle", "application/cbor", bundle, SourceOutcome.Found },
                { "a bundle called HTML", "text/html", bundle, SourceOutcome.Found },
                { "lines called HTML", "text/html; charset=utf-8", Encoding.ASCII.GetBytes(jws + "\n"), SourceOutcome.Found },
                { "a bundle cut short", "application/cbor", bundle[..^10], SourceOutcome.Unavailable },
                { "a record that cannot be read", "text/plain", "adem-token=eyJ"u8.ToArray(), SourceOutcome.Found },
                { "a page", "text/html", Encoding.ASCII.GetBytes(Page + "Not found"), SourceOutcome.Absent },
                { "a page called text", "text/plain", Encoding.ASCII.GetBytes("\n \t" + Page), SourceOutcome.Absent },
                { "a page in UTF-16", "text/html", [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Page)], SourceOutcome.Absent },
                {
                    "a page with a mark before it",
                    "application/octet-stream",
                    [0xef, 0xbb, 0xbf, .. Encoding.ASCII.GetBytes(Page)],
                    SourceOutcome.Absent
                },
                {
                    "a page that quotes a token",
                    "text/html",
                    Encoding.ASCII.GetBytes($"{Page}<pre>\nadem-token={jws}\n{jws}\n</pre>"),
                    SourceOutcome.Absent
                },
                { "a piece of a page", "text/html", "<p>Not found, adem-token=x</p>"u8.ToArray(), SourceOutcome.Absent },
                {
                    "a piece of a page with a line as of a record",
                    "text/html",
                    "<title>x</title>\nadem-token=eyJ\n"u8.ToArray(),
                    SourceOutcome.Absent
                },
                { "XML with a line as of a record", "application/xml", "<a>\nadem-token=eyJ\n</a>"u8.ToArray(), SourceOutcome.Unavailable },
                { "a sentence called HTML", "text/html", "Not found."u8.ToArray(), SourceOutcome.Absent },
                { "blank lines", "text/plain", "\r\n \n"u8.ToArray(), SourceOutcome.Absent },
                { "a sentence", "text/plain", "Not found."u8.ToArray(), SourceOutcome.Unavailable },
                { "JSON of an error", "application/json", "{\"error\":\"not found\"}"u8.ToArray(), SourceOutcome.Unavailable },
                { "an image", "image/png", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13], SourceOutcome.Unavailable },
                { "compressed", "application/cbor", [0x1f, 0x8b, 8, 0, 1, 2, 3], SourceOutcome.Unavailable },
                { "XML", "application/xml", "<?xml version=\"1.0\"?><Error/>"u8.ToArray(), SourceOutcome.Unavailable },
            };
        }
    }

    [Fact]
    public async Task Find_TooLarge_IsNotJudged()
    {
        Respond("200 OK", new byte[2_000_000]);
        using WellKnownEmblemSource source = Source();
        DiscoveredEmblems found = await source.FindAsync(Localhost);
        Assert.Equal(SourceOutcome.Unavailable, found.Sources[0].Outcome);
    }

    [Fact]
    public async Task Find_LoopbackOrUnknownCertificate_IsRefused()
    {
        Respond("200 OK", Published.Bundle(SignatureAlgorithm.Ed25519, TestTokens.Now));
        using WellKnownEmblemSource guarded = Source(allowPrivate: false), untrusting = Source(trusted: false);
        SourceReport loopback = (await guarded.FindAsync(Localhost)).Sources[0],
            unknown = (await untrusting.FindAsync(Localhost)).Sources[0];
        Assert.Equal((SourceOutcome.Unavailable, SourceOutcome.Unavailable), (loopback.Outcome, unknown.Outcome));
        Assert.Contains("private network", loopback.Detail, StringComparison.Ordinal);
        Assert.Contains("certificate", unknown.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("9.9.9.9", true)]
    [InlineData("2620:fe::fe", true)]
    public void PublicAddress_EachKind_IsToldApart(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                try
                {
                    using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(_certificate);
                    await tls.ReadAtLeastAsync(new byte[4096], 1);
                    await tls.WriteAsync(_response);
                    await tls.ShutdownAsync();
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
