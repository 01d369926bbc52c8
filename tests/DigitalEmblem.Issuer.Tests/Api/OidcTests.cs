using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// People whom an identity provider vouches for. When these fail, a token for another service, of another issuer, or of nobody, is taken.
/// </summary>
[Trait("Category", "Servers")]
public class OidcTests
{
    [Fact]
    public async Task Tokens_AreTakenIfTheyAreForUs_AndNameOneOfOurRoles()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service =
            await ApiService.StartAsync(scene, o =>
            o.Access.Oidc = new OidcOptions
            {
                Authority = provider.Address,
                Audience = "emblems",
                Roles = { ["emblem-officers"] = AccessRoles.Officer },
                Unbound = UnboundSubject.Make,
            });

        string anna = provider.Token("anna", ["emblem-officers", "people"]);
        await service.Client(anna).PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}")
            .NodeAsync(HttpStatusCode.Created);
        await service.Client(anna).GetAsync("access").ProblemAsync("forbidden");
        await service.Client(provider.Token("ben", ["auditor"])).GetNodeAsync("access");
        JournalEntry listed = await scene.ReadAsync(d => d.Journal.SingleAsync(e => e.Action == "asset.listed"));
        Assert.Equal(PersonSubject.CredentialOf("anna"), listed.Credential);
        Assert.Equal(["anna"], await NamesInLines.ReadAsync(scene, e => e.Sequence == listed.Sequence, e => e.Actor));

        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach ((string why, string token) in new[]
        {
            ("no role of ours", provider.Token("anna", ["people"])),
            ("no role", provider.Token("anna", [])),
            ("roles that do not go together", provider.Token("anna", ["Administrator", "Approver"])),
            ("an applicant with more", provider.Token("anna", ["Applicant", "Officer"])),
            ("for another service", provider.Token("anna", ["Officer"], audience: "mail")),
            ("of another issuer", provider.Token("anna", ["Officer"], issuer: "https://evil.example")),
            ("expired", provider.Token("anna", ["Officer"], expires: TimeProvider.System.GetUtcNow().AddMinutes(-5))),
            ("without a name", provider.Token(null, ["Officer"])),
            ("with a name of two lines", provider.Token("an\nna", ["Officer"])),
            ("with a long name", provider.Token(new string('a', 96), ["Officer"])),
            ("signed by another key", provider.Token(
                "anna",
                ["Officer"],
                credentials: new SigningCredentials(new ECDsaSecurityKey(other) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256))),
            ("signed with a shared secret that is the public key", provider.Token("anna", ["Officer"], credentials: new SigningCredentials(
                new SymmetricSecurityKey(provider.PublicKey) { KeyId = "1" }, SecurityAlgorithms.HmacSha256))),
            ("not signed", provider.Unsigned("anna", ["Officer"])),
            ("cut", anna[..^4]),
            ("no token", "a.b.c"),
        })
        {
            HttpResponseMessage answer = await service.Client(token).GetAsync("status");
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, why);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            await answer.ProblemAsync("unauthenticated");
        }

        Assert.Equal(HttpStatusCode.OK, (await (await service.ClientAsync(AccessRoles.Auditor)).GetAsync("status")).StatusCode);
        Assert.DoesNotContain(service.Logged, l => l.Contains(anna, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TokensWhereNoneIsSetUp_AreNothing()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);

        await service.Client(provider.Token("anna", ["Officer"])).GetAsync("status").ProblemAsync("unauthenticated");
    }

    [Fact]
    public void Settings_AreReadFromTheirSection()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Access:Oidc:Authority"] = "https://login.society.example/",
            ["Access:Oidc:Audience"] = "emblems",
            ["Access:Oidc:Roles:emblem-officers"] = "Officer",
            ["Access:Limits:PerMinute"] = "0",
        }).Build();
        var options = new AccessOptions();

        configuration.GetSection("Access").Bind(options, b => b.ErrorOnUnknownConfiguration = true);

        Assert.Equal(AccessRoles.Officer, options.Oidc!.Roles["emblem-officers"]);
        Assert.Contains("Access:Limits:PerMinute", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_NeedAnAudience_AndHttpsBeyondThisMachine()
    {
        Assert.Empty(new OidcOptions { Authority = "https://login.society.example/", Audience = "emblems" }.Validate());
        Assert.NotEmpty(new OidcOptions { Authority = "http://login.society.example/", Audience = "emblems" }.Validate());
        Assert.NotEmpty(new OidcOptions { Authority = "https://login.society.example/" }.Validate());
        Assert.NotEmpty(new OidcOptions { Authority = "login", Audience = "emblems" }.Validate());
    }
}
