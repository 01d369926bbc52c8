using System.Net;
using System.Text;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Demo;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Demo;

/// <summary>
/// The demo's certificate authority and log. When these fail, anyone who tries the demo learns that commitments cannot be proven, and
/// believes it of ours as well.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DemoTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task Certificate_IsProven_WithItsChain_AndFromTheLogAlone(int before)
    {
        await using DemoTrust trust = await DemoTrust.StartAsync(0, TimeProvider.System);
        await using IssuerScene scene = await IssuerScene.StartAsync(clock: new SettableClock(DateTimeOffset.UtcNow));
        OrganizationKey key = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        string request = (await scene.RequestCommitment.RunAsync("administrator", key.Id, default)).RequestPem;
        using var http = new HttpClient();
        string chain = "";
        for (int i = 0; i < before; i++)
        {
            chain = await Certify(http, trust, request);
        }

        BindingChain held = BindingChain.Read(Encoding.ASCII.GetBytes(chain), "chain.pem");
        var claim = new CommitmentClaim(scene.Organization, key.ToVerificationKey(), held.LogEntries());
        await Certify(http, trust, request);
        var options = new TransparencyOptions
        {
            LogList = _folder.Write("log_list.json", trust.LogList.ToJsonString()),
            Roots = _folder.Write("roots.pem", trust.RootPem),
            Online = false,
        };
        using var offline = new ProveCommitment(options, TimeProvider.System);
        using var online = new ProveCommitment(
            new TransparencyOptions { LogList = options.LogList, Roots = options.Roots, Online = true }, TimeProvider.System);

        Assert.Equal(CommitmentKnowledge.Proven, (await offline.RunAsync(claim, held, default)).Knowledge);
        Assert.Equal(CommitmentKnowledge.Unknown, (await offline.RunAsync(claim, null, default)).Knowledge);
        (CommitmentKnowledge knowledge, string note) = await online.RunAsync(claim, null, default);
        Assert.True(knowledge == CommitmentKnowledge.Proven, note);
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    public async Task WhatIsNoRequest_IsRefused(string request)
    {
        await using DemoTrust trust = await DemoTrust.StartAsync(0, TimeProvider.System);
        using var http = new HttpClient();

        using HttpResponseMessage answer = await http.PostAsync(new Uri(trust.Url + "/certify"), new StringContent(request));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa:2048")]
    public async Task KeyOfAnotherKind_IsRefusedInWords(string algorithm)
    {
        await using DemoTrust trust = await DemoTrust.StartAsync(0, TimeProvider.System);
        using var http = new HttpClient();
        string request = ServerProcess.Run(
            "openssl", _folder.FullPath, "", "req", "-new", "-newkey", algorithm, "-nodes", "-keyout", "key.pem", "-subj", "/CN=x",
            "-addext", "subjectAltName=DNS:x.example");

        using HttpResponseMessage answer = await http.PostAsync(new Uri(trust.Url + "/certify"), new StringContent(request));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("emblem root csr", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> Certify(HttpClient http, DemoTrust trust, string request)
    {
        using HttpResponseMessage answer = await http.PostAsync(new Uri(trust.Url + "/certify"), new StringContent(request));
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
