using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Certificates;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of certificates. When these fail, a person does not see that a certificate ends, or cannot bring the next one without the
/// machine of the service.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CertificatePagesTests
{
    private const string List = "/certificates";

    [Fact]
    public async Task Certificates_ShowEachRootKey_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey root = await web.Scene.InUseAsync(KeyUse.Root), reserve = await web.Scene.NextRootAsync();
        string serial = (await web.Scene.CertificatesAsync()).InUse!.Serial;

        await web.EachReadsAsync(List, $"href=\"/certificates/{root.Id}\"");
        await web.EachReadsAsync(List, "No certificate was asked for");
        await web.EachReadsAsync($"{List}/{root.Id}", serial);
        await web.EachReadsAsync($"{List}/{root.Id}", $"{root.JwsIdentifier}.adem-configuration.society.example");
        await web.EachReadsAsync($"{List}/{reserve.Id}", $"issuer commitment request --key {reserve.Identifier}");
        Assert.Contains($"href=\"{List}\"", await web.ShownAsync("/identity"), StringComparison.Ordinal);
        Assert.Contains($"href=\"{List}/{root.Id}\"", await web.ShownAsync($"/keys/{root.Id}"), StringComparison.Ordinal);
        string emblem = $"{List}/{(await web.Scene.InUseAsync(KeyUse.Emblem)).Id}";
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(emblem)).StatusCode);
    }

    [Theory]
    [InlineData(nameof(AccessRoles.Officer))]
    [InlineData(nameof(AccessRoles.Approver))]
    [InlineData(nameof(AccessRoles.Auditor))]
    public async Task WithoutTheRole_NoFormIsSeen_AndNoneIsTaken(string role)
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey reserve = await web.Scene.NextRootAsync();
        string chain = await web.Scene.IssueAsync(), key = $"{List}/{reserve.Id}";
        await web.EnterAsync("otto", Enum.Parse<AccessRoles>(role));

        Assert.DoesNotContain("name=\"chain\"", await web.ShownAsync(List), StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Request", await web.ShownAsync(key), StringComparison.Ordinal);
        using HttpResponseMessage import = await web.PostAsync(List, new() { ["chain"] = chain }, handler: "Chain");
        using HttpResponseMessage request = await web.PostAsync(key, [], handler: "Request");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (import.StatusCode, request.StatusCode));
        Assert.Equal(1, await web.Scene.ReadAsync(d => d.Commitments.CountAsync()));
    }

    [Fact]
    public async Task FromNothingToReplaced_EachStateIsShown_AndEachStepIsDoneHere()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        OrganizationKey reserve = await web.Scene.NextRootAsync();
        string path = $"{List}/{reserve.Id}";
        Assert.Contains("no certificate", await web.ShownAsync(path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"{path}?handler=CertificateRequest")).StatusCode);

        Assert.Equal(path, await web.DoneAsync(path, [], "Request"));
        string asked = await web.ShownAsync(path);
        Assert.Contains("none is here yet", asked, StringComparison.Ordinal);
        Assert.Contains("systemctl start emblem-certificate.service", asked, StringComparison.Ordinal);
        string request = await web.ShownAsync($"{path}?handler=CertificateRequest"), first = web.Scene.Trust.Certify(request);

        Assert.Equal(path, await web.DoneAsync(List, new() { ["chain"] = CertificateScene.Reversed(first) }, "Chain"));
        string bound = await web.ShownAsync(path);
        Assert.Contains("yes, for more than 35 days", bound, StringComparison.Ordinal);
        Assert.Contains("this service has not looked for it there", bound, StringComparison.Ordinal);
        Assert.Contains("Roll the root key to it", bound, StringComparison.Ordinal);
        Assert.Contains("is not known here", bound, StringComparison.Ordinal);

        web.Scene.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(path, await web.DoneAsync(List, new() { ["chain"] = web.Scene.Trust.Certify(request) }, "Chain"));
        Assert.Contains("replaced by a newer one", await web.ShownAsync(path), StringComparison.Ordinal);
        int before = await web.Scene.ReadAsync(d => d.Journal.CountAsync());
        Assert.Equal(path, await web.DoneAsync(List, new() { ["chain"] = first }, "Chain"));
        Assert.Contains("Nothing is changed", await web.ShownAsync(path), StringComparison.Ordinal);
        Assert.Equal(before, await web.Scene.ReadAsync(d => d.Journal.CountAsync()));
        Assert.StartsWith("ada ", await web.LastLineAsync("commitment.completed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndingSoonAndEnded_AreShown_WithWhatRenews()
    {
        await using WebService web = await WebService.StartAsync();
        DateTimeOffset end = (await web.Scene.CertificatesAsync()).InUse!.NotAfter;
        string path = $"{List}/{(await web.Scene.InUseAsync(KeyUse.Root)).Id}";
        foreach ((DateTimeOffset at, string state, string says) in new[]
        {
            (end - TimeSpan.FromDays(20), "ends soon", "may ask for a newer one"),
            (end + TimeSpan.FromDays(1), "has expired", "may refuse it"),
        })
        {
            web.Scene.Clock.Now = at;
            await web.EnterAsync($"reader-{state.Length}", AccessRoles.Auditor);
            string page = await web.ShownAsync(path);
            Assert.Contains(state, page, StringComparison.Ordinal);
            Assert.Contains(says, page, StringComparison.Ordinal);
            Assert.Contains("no, not for 35 days more", page, StringComparison.Ordinal);
            Assert.Contains("issuer commitment import fullchain.pem", page, StringComparison.Ordinal);
            Assert.Contains(state, await web.ShownAsync(List), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhatBindsNothing_IsRefusedAtTheField_WithWhatIsMissing()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        OrganizationKey root = await web.Scene.InUseAsync(KeyUse.Root);
        string foreign = TestAuthority.Pem(web.Scene.Trust.Authority.Issue(["www.other.example"], [web.Scene.Trust.Log]));

        await RefusedAsync(web, "", HttpStatusCode.BadRequest, "Paste the certificate chain");
        string nonsense = await RefusedAsync(web, Visits.Hostile, HttpStatusCode.BadRequest, "no certificate chain");
        Assert.Contains(Visits.Hostile, nonsense, StringComparison.Ordinal);
        await RefusedAsync(web, "a\u0001b", HttpStatusCode.BadRequest, "no PEM text");
        string pasted = await RefusedAsync(
            web, "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE", HttpStatusCode.BadRequest, "no certificate chain");
        Assert.DoesNotContain("MHcCAQEE", pasted, StringComparison.Ordinal);
        await RefusedAsync(web, foreign, HttpStatusCode.UnprocessableEntity, "for no request of this service");
        await RefusedAsync(
            web, await web.Scene.IssueAsync(["society.example"]), HttpStatusCode.UnprocessableEntity,
            $"does not name {root.Identifier}.adem-configuration.society.example");
        await RefusedAsync(
            web, await web.Scene.IssueAsync(isLogged: false), HttpStatusCode.UnprocessableEntity, "No log has signed for the certificate");
        await RefusedAsync(
            web, await web.Scene.IssueAsync(lifetime: TimeSpan.FromDays(360)), HttpStatusCode.UnprocessableEntity,
            "Have another one issued");

        Assert.Single((await web.Scene.CertificatesAsync()).Certificates);
    }

    [Fact]
    public async Task PasteThatIsHuge_IsRefusedBeforeItIsRead()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        using HttpResponseMessage answer = await web.PostAsync(
            List, new() { ["chain"] = new string('A', 2 << 20) }, handler: "Chain");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("fr", "a pris fin le", "aucun certificat")]
    [InlineData("ru", "истёк", "нет ни одного сертификата")]
    public async Task Refusal_IsInTheReadersLanguage(string tag, string says, string saysOfNonsense)
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        foreach ((string chain, HttpStatusCode status, string sentence) in new[]
        {
            (await web.Scene.IssueAsync(lifetime: TimeSpan.FromDays(360)), HttpStatusCode.UnprocessableEntity, says),
            ("nonsense", HttpStatusCode.BadRequest, saysOfNonsense),
        })
        {
            using HttpResponseMessage answer = await web.PostAsync(
                List, new() { ["chain"] = chain }, r => r.Headers.Add("Accept-Language", tag), handler: "Chain");

            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(
                sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NoRootKeyYet_SaysWhatToDoFirst()
    {
        await using WebService web = await WebService.OverAsync(await Work.IssuerScene.StartAsync());
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string page = await web.ShownAsync(List);

        Assert.Contains("No root key yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"chain\"", page, StringComparison.Ordinal);
    }

    private static Task<string> RefusedAsync(WebService web, string chain, HttpStatusCode status, string says) =>
        Refused(web.RefusedAsync(status, List, new() { ["chain"] = chain }, "Chain"), says);

    private static async Task<string> Refused(Task<string> shown, string says)
    {
        string page = await shown;
        Assert.Contains(says, page, StringComparison.Ordinal);
        return page;
    }
}
