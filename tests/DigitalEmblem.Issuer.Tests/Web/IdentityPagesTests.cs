using System.Net;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of organization and keys. When these fail, an organization cannot get from a new key to one that others can tell is theirs, or
/// a stolen key signs on.
/// </summary>
[Trait("Category", "Servers")]
public sealed class IdentityPagesTests
{
    private static readonly SigningKey Elsewhere = TestKeys.Of(SignatureAlgorithm.ES384);

    [Fact]
    public async Task Identity_ShowsOrganizationAndKeys_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey root = await web.Scene.InUseAsync(KeyUse.Root);

        await web.EachReadsAsync("/identity", "https://society.example");
        await web.EachReadsAsync("/identity", root.Identifier[..6]);
        await web.EachReadsAsync($"/keys/{root.Id}", root.JwsIdentifier);

        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.DoesNotContain("/keys/add", await web.ShownAsync("/identity"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/keys/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Organization_NameAndRoles_ChangeByTheForm_AndNothingElse()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        Organization before = await web.Scene.ReadAsync(d => d.Organizations.SingleAsync());
        var form = new Dictionary<string, string>
        {
            ["seen"] = before.Version.ToString(),
            ["name"] = Visits.Hostile,
            ["roles"] = "Issuer",
            ["identifier"] = "https://other.example",
        };

        Assert.Equal("/identity", await web.DoneAsync("/identity/organization", form));

        string page = await web.ShownAsync("/identity");
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("https://society.example", page, StringComparison.Ordinal);
        Assert.Equal("ada https://society.example", await web.LastLineAsync("organization.described"));
        await web.RefusedAsync(HttpStatusCode.Conflict, "/identity/organization", form);
        form.Remove("roles");
        Assert.Contains(
            "at least one role", await web.RefusedAsync(HttpStatusCode.BadRequest, "/identity/organization", form),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsThatOpen_NameWhatTheyOffer()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        Assert.Contains(">ES384</option>", await web.ShownAsync("/keys/add"), StringComparison.Ordinal);
        Assert.Contains(">Africa/Nairobi</option>", await web.ShownAsync("/you"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RootKey_FromNothingToTheOneInUse_EachStepByItsForm()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        OrganizationKey before = await web.Scene.InUseAsync(KeyUse.Root);

        string path = await web.DoneAsync("/keys/add", Make("Root", "File", "ES384"));
        OrganizationKey key = await web.Scene.KeyAsync(Guid.Parse(path.Split('/')[^1]));
        Assert.Contains("It needs a certificate", await web.ShownAsync(path), StringComparison.Ordinal);
        Assert.Contains("its commitment", await web.RefusedAsync(
            HttpStatusCode.Conflict, path, new() { ["seen"] = key.Version.ToString() }, "Roll"), StringComparison.Ordinal);

        await web.DoneAsync(path, [], "Request");
        string page = await web.ShownAsync(path);
        Assert.Contains($"_acme-challenge.{key.Identifier}.adem-configuration.society.example", page, StringComparison.Ordinal);
        Assert.Contains("certbot certonly --manual", page, StringComparison.Ordinal);
        string request = await web.ShownAsync($"{path}?handler=CertificateRequest");

        string nonsense = await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["chain"] = Visits.Hostile }, "Chain");
        Assert.Contains("no certificate chain", nonsense, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, nonsense, StringComparison.Ordinal);
        string foreign = TestAuthority.Pem(web.Scene.Trust.Authority.Issue(["www.society.example"], [web.Scene.Trust.Log]));
        web.Scene.Trust.Log.Publish();
        Assert.Contains(
            $"does not name {key.Identifier}.adem-configuration.society.example",
            await web.RefusedAsync(HttpStatusCode.UnprocessableEntity, path, new() { ["chain"] = foreign }, "Chain"),
            StringComparison.Ordinal);
        Assert.Null((await web.Scene.ReadAsync(d => d.Commitments.FirstAsync(c => c.KeyId == key.Id))).ChainPem);

        string chain = web.Scene.Trust.Certify(request);
        // PostgreSQL takes no NUL, and no page writes a private key that was pasted by mistake.
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["chain"] = $"{chain}\n\0" }, "Chain");
        string pasted = await web.RefusedAsync(
            HttpStatusCode.BadRequest, path, new() { ["chain"] = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE" }, "Chain");
        Assert.DoesNotContain("MHcCAQEE", pasted, StringComparison.Ordinal);
        await web.DoneAsync(path, new() { ["chain"] = chain }, "Chain");
        Assert.Contains("roll the root key to it", await web.ShownAsync(path), StringComparison.Ordinal);
        await web.DoneAsync(path, new() { ["seen"] = (await web.Scene.KeyAsync(key.Id)).Version.ToString() }, "Roll");

        Assert.Equal(key.Id, (await web.Scene.InUseAsync(KeyUse.Root)).Id);
        Assert.Equal(KeyState.Retired, (await web.Scene.KeyAsync(before.Id)).State);
        Assert.StartsWith("ada ", await web.LastLineAsync("root.rolled"), StringComparison.Ordinal);
        Assert.Contains("BEGIN CERTIFICATE", await web.ShownAsync($"{path}?handler=Chain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_AsAFile_IsTaken()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        OrganizationKey key = await web.Scene.NextRootAsync();
        RootCommitment asked = await web.Scene.RequestCommitment.RunAsync("ada", key.Id, default);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await web.TokenAsync($"/keys/{key.Id}")), "__RequestVerificationToken" },
            { new StringContent(web.Scene.Trust.Certify(asked.RequestPem)), "chainFile", "fullchain.pem" },
        };

        using HttpResponseMessage answer = await web.SendAsync(HttpMethod.Post, $"/keys/{key.Id}?handler=Chain", form);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.NotNull((await web.Scene.ReadAsync(d => d.Commitments.FirstAsync(c => c.KeyId == key.Id))).ChainPem);
    }

    [Fact]
    public async Task EmblemKey_IsEndorsedForWhatWasTicked_AndForNothingIsRefused()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string path = await web.DoneAsync("/keys/add", Make("Emblem", "File", "Ed25519"));
        Assert.Contains("It needs the endorsement", await web.ShownAsync(path), StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, [], "Endorse");
        await web.DoneAsync(path, new() { ["purposes"] = "Protective" }, "Endorse");

        Assert.Equal(path, $"/keys/{(await web.Scene.InUseAsync(KeyUse.Emblem)).Id}");
        Assert.StartsWith("ada ", await web.LastLineAsync("endorsement.taken"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyElsewhere_ComesByItsPublicKey_AndAPrivateOneIsRefusedAndNotShownAgain()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        const string secret = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPlanted\n-----END PRIVATE KEY-----";

        string page = await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/keys/add", new(Make("Root", "Offline", "")) { ["publicKey"] = secret });
        Assert.Contains("This is a private key", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Planted", page, StringComparison.Ordinal);
        await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/keys/add", new(Make("Emblem", "Offline", "")) { ["publicKey"] = Elsewhere.PublicKey.ToPem() });
        string path = await web.DoneAsync("/keys/add", new(Make("Root", "Offline", "")) { ["publicKey"] = Elsewhere.PublicKey.ToPem() });

        Assert.Contains("on another machine", await web.ShownAsync(path), StringComparison.Ordinal);
        Assert.Equal(KeyCustody.Offline, (await web.Scene.KeyAsync(Guid.Parse(path.Split('/')[^1]))).Custody);
    }

    [Fact]
    public async Task Suspend_IsOnePressOfAnOfficer_AndAnAdministratorResumes()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.MarkedAsync("www.society.example");
        await web.Scene.IssueEmblems.RunAsync(default);
        OrganizationKey key = await web.Scene.InUseAsync(KeyUse.Emblem);
        await web.EachReadsAsync($"/keys/{key.Id}/suspend", "1 thing that it signed is in force");
        await web.EnterAsync("otto", AccessRoles.Officer);

        await web.DoneAsync($"/keys/{key.Id}/suspend", new() { ["seen"] = key.Version.ToString() });

        key = await web.Scene.KeyAsync(key.Id);
        Assert.NotNull(key.SuspendedAt);
        Assert.Equal($"otto {key.Identifier}", await web.LastLineAsync("key.suspended"));
        Assert.Contains("Suspended since", await web.ShownAsync($"/keys/{key.Id}"), StringComparison.Ordinal);
        // A second press changes nothing.
        await web.RefusedAsync(HttpStatusCode.Conflict, $"/keys/{key.Id}/suspend", new() { ["seen"] = key.Version.ToString() });

        await web.EnterAsync("ada", AccessRoles.Administrator);
        var form = new Dictionary<string, string> { ["seen"] = key.Version.ToString() };
        await web.RefusedAsync(HttpStatusCode.BadRequest, $"/keys/{key.Id}", form, "Resume");
        form["why"] = "the laptop was found";
        await web.DoneAsync($"/keys/{key.Id}", form, "Resume");
        Assert.Null((await web.Scene.KeyAsync(key.Id)).SuspendedAt);
    }

    [Fact]
    public async Task Retire_OfAKeyThatEmblemsRestOn_IsRefused_AndOfAnotherOneDone()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.MarkedAsync("www.society.example");
        OrganizationKey used = await web.Scene.InUseAsync(KeyUse.Emblem), spare = await web.Scene.NextRootAsync();
        await web.EnterAsync("otto", AccessRoles.Officer);

        string page = await web.RefusedAsync(
            HttpStatusCode.Conflict, $"/keys/{used.Id}", new() { ["seen"] = used.Version.ToString() }, "Retire");
        await web.DoneAsync($"/keys/{spare.Id}", new() { ["seen"] = spare.Version.ToString(), ["reason"] = "ticket 7" }, "Retire");

        Assert.Contains("Emblems that are in force rest on key", page, StringComparison.Ordinal);
        Assert.Equal(KeyState.Active, (await web.Scene.KeyAsync(used.Id)).State);
        Assert.Equal(KeyState.Retired, (await web.Scene.KeyAsync(spare.Id)).State);
        Assert.Contains(spare.Identifier[..6], await web.ShownAsync("/identity"), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Make(string use, string custody, string algorithm) =>
        new() { ["use"] = use, ["custody"] = custody, ["algorithm"] = algorithm };
}
