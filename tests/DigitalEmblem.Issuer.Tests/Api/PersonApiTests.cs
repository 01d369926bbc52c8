using System.Net;
using System.Security.Claims;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// People with their keys and subjects. When these fail, one human is two people to the four-eyes rule, or the journal names the wrong one.
/// </summary>
[Trait("Category", "Servers")]
public class PersonApiTests
{
    private const string Terms = "{'purposes':['protective'],'days':30}";

    [Fact]
    public async Task OnePerson_ByKeyAndByProvider_IsOneToTheFourEyesRule()
    {
        await using Pair pair = await Pair.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(pair.Ministry, o => o.Access.Oidc = Of(provider));
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        HttpClient anna = service.Client((await administrator.PostAsync("access", "{'name':'Anna','roles':['Approver']}")
            .NodeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>());
        string path = "applications/" + (await pair.AskAsync(Purposes.Protective)).Id;

        // Subjects of providers are no handles; before one is bound, its token opens nothing, and the answer says what to do.
        HttpClient annaByProvider = service.Client(provider.Token("auth0|42/x", ["Approver"]));
        string unbound = await annaByProvider.GetAsync("status").ProblemAsync("unauthenticated");
        Assert.Contains("'auth0|42/x'", unbound, StringComparison.Ordinal);
        Assert.Contains("issuer access bind HANDLE SUBJECT", unbound, StringComparison.Ordinal);
        await administrator.PostAsync("persons/anna/subjects", "{'subject':'auth0|42/x'}").NodeAsync(HttpStatusCode.Created);

        await anna.PostAsync(path + "/approve", Terms).NodeAsync();
        await annaByProvider.PostAsync(path + "/approve", Terms).ProblemAsync("same-person");

        await administrator.PostAsync("persons", "{'handle':'ben'}").NodeAsync(HttpStatusCode.Created);
        Assert.Contains(
            "belongs to anna",
            await administrator.PostAsync("persons/ben/subjects", "{'subject':'auth0|42/x'}").ProblemAsync("already-there"),
            StringComparison.Ordinal);
        await administrator.PostAsync("persons/ben/subjects", "{'subject':'ben@ministry'}").NodeAsync(HttpStatusCode.Created);
        await service.Client(provider.Token("ben@ministry", ["Approver"])).PostAsync(path + "/approve", Terms).NodeAsync();

        IReadOnlyList<string> actors = await NamesInLines.ReadAsync(
            pair.Ministry, e => e.Action == "application.approved", e => $"{e.Actor} {e.Credential}");
        Assert.Matches("^anna [0-9a-f-]{36}$", actors[0]);
        Assert.Equal("ben " + PersonSubject.CredentialOf("ben@ministry"), actors[1]);
        Assert.DoesNotContain(
            await pair.Ministry.ReadAsync(d => d.Journal.Select(e => e.Details).ToListAsync()),
            d => d.Contains("auth0", StringComparison.Ordinal) || d.Contains("ben@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ApproversByProviderOnly_RefusesAKeysApproval_AndSaysWhy()
    {
        await using Pair pair = await Pair.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(
            pair.Ministry, o => (o.Access.Oidc, o.Access.ApproversByProviderOnly) = (Of(provider, UnboundSubject.Make), true));
        string path = "applications/" + (await pair.AskAsync(Purposes.Protective)).Id;

        string refused = await (await service.ClientAsync(AccessRoles.Approver, "anna")).PostAsync(path + "/approve", Terms)
            .ProblemAsync("provider-only");
        await service.Client(provider.Token("ben", ["Approver"])).PostAsync(path + "/approve", Terms).NodeAsync();

        // A person who is there by a key is not taken over by an account of the same name.
        string other = await service.Client(provider.Token("anna", ["Approver"])).GetAsync("status").ProblemAsync("unauthenticated");
        Assert.Contains("ApproversByProviderOnly", refused, StringComparison.Ordinal);
        Assert.Contains("may be another one", other, StringComparison.Ordinal);
        Assert.NotEmpty(new AccessOptions { ApproversByProviderOnly = true }.Validate());
    }

    [Fact]
    public async Task PersonWhoEnded_OpensNothing_AndTheHandleIsNotGivenAgain()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o => o.Access.Oidc = Of(provider, UnboundSubject.Make));
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator, "ada");
        HttpClient byProvider = service.Client(provider.Token("anna", ["Officer"]));
        Assert.Equal(HttpStatusCode.OK, (await byProvider.GetAsync("status")).StatusCode);
        HttpClient byKey = service.Client((await administrator.PostAsync("persons/ANNA/keys", "{'roles':['Auditor']}")
            .NodeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await byKey.GetAsync("status")).StatusCode);

        JsonNode ended = await administrator.PostAsync("persons/anna/end", "{}").NodeAsync();

        Assert.NotNull(ended["endedAt"]);
        await byKey.GetAsync("status").ProblemAsync("unauthenticated");
        Assert.Contains("anna ended", await byProvider.GetAsync("status").ProblemAsync("unauthenticated"), StringComparison.Ordinal);
        await administrator.PostAsync("access", "{'name':'Anna','roles':['Officer']}").ProblemAsync("wrong-state");
        await administrator.PostAsync("persons", "{'handle':'anna'}").ProblemAsync("already-there");
        Assert.Equal(
            ["ada", "anna"],
            (await administrator.GetNodeAsync("persons"))["items"]!.AsArray().Select(p => p!["handle"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task RolesOfAPerson_AreThoseOfAllKeysAndOfTheTokenTogether()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o => o.Access.Oidc = Of(provider));
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator, "ada");
        await administrator.PostAsync("persons/ada/subjects", "{'subject':'42'}").NodeAsync(HttpStatusCode.Created);

        Assert.Contains(
            "ada has Administrator here, by API keys or sessions",
            await service.Client(provider.Token("42", ["Approver"])).GetAsync("status").ProblemAsync("unauthenticated"),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Client(provider.Token("42", ["Auditor"])).GetAsync("status")).StatusCode);

        Assert.Contains(
            "administrator and approver are two people",
            await administrator.PostAsync("access", "{'name':'Ada','roles':['Approver']}").ProblemAsync("malformed"),
            StringComparison.Ordinal);
        await administrator.PostAsync("persons/nobody/keys", "{'roles':['Officer']}").ProblemAsync("not-found");
    }

    [Theory]
    [InlineData("аnna")] // Its first letter is Cyrillic.
    [InlineData("anna ")]
    [InlineData("an na")]
    [InlineData("anna@society.example")]
    [InlineData("oidc:anna")]
    [InlineData("Service")]
    [InlineData("")]
    [InlineData("ａnna")]
    public void HandleThatLooksLikeAnother_IsRefused(string handle)
    {
        Assert.Equal(Refusal.Malformed, Assert.Throws<RefusedException>(() => Person.Create(handle, TestTrust.Now)).Refusal);
        Assert.Throws<RefusedException>(() => Person.Create(new string('a', 65), TestTrust.Now));
        Assert.Equal("anna.b-c_1", Person.Create("ANNA.b-C_1", TestTrust.Now).Handle);
    }

    [Fact]
    public async Task ProviderThatIsAway_IsToldApartFromAnInvalidToken()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        string token, address;
        await using (IdentityProvider gone = await IdentityProvider.StartAsync())
        {
            (token, address) = (gone.Token("anna", ["Officer"]), gone.Address);
        }

        await using ApiService service = await ApiService.StartAsync(
            scene, o => o.Access.Oidc = new OidcOptions { Authority = address, Audience = "emblems" });

        string detail = await service.Client(token).GetAsync("status").ProblemAsync("provider-unavailable");

        Assert.Contains("does not answer", detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await service.ClientAsync(AccessRoles.Auditor)).GetAsync("status")).StatusCode);
    }

    [Theory]
    [InlineData("realm_access.roles", "realm_access", "{\"roles\":[\"Officer\",1,\"Auditor\"]}", "Officer Auditor")]
    [InlineData("a.b.c", "a", "{\"b\":{\"c\":\"Officer\"}}", "Officer")]
    [InlineData("a.b.c", "a.b", "{\"c\":[\"Officer\"]}", "Officer")]
    [InlineData("https://society.example/roles", "https://society.example/roles", "Officer", "Officer")]
    [InlineData("realm_access.roles", "realm_access", "{\"other\":[\"Officer\"]}", "")]
    [InlineData("realm_access.roles", "realm_access", "[\"Officer\"]", "")]
    [InlineData("realm_access.roles", "realm_access", "nonsense", "")]
    [InlineData("roles", "other", "Officer", "")]
    public void RolesClaim_MayBeNested(string path, string claim, string value, string roles) =>
        Assert.Equal(roles, string.Join(' ', RoleClaims.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim(claim, value)])), path)));

    private static OidcOptions Of(IdentityProvider provider, UnboundSubject unbound = UnboundSubject.Refuse) =>
        new() { Authority = provider.Address, Audience = "emblems", Unbound = unbound };
}
