using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>
/// People by the API. When these fail, an administrator cannot invite, see or end, or a log or a list shows a link that lets its reader in.
/// </summary>
[Trait("Category", "Servers")]
public class PeopleApiTests
{
    [Fact]
    public async Task Invitation_IsShownOnce_AndStandsInNoListAndNoLog()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient ada = await service.ClientAsync(AccessRoles.Administrator, "ada");
        const string Olga = "{'handle':'olga','roles':['Officer']}";

        JsonNode invited = await ada.PostAsync("invitations", Olga, "invite-olga").NodeAsync(HttpStatusCode.Created);
        string link = invited["link"]!.GetValue<string>();
        Assert.StartsWith("http://localhost:8632/invitation/", link, StringComparison.Ordinal);
        string secret = link.Split('/')[^1];
        await ada.PostAsync("invitations", Olga, "invite-olga").ProblemAsync("idempotency-secret");
        OpenedSession opened = await service.Act<AcceptInvitation>().RunAsync(secret, new Members(scene).NewPasskey(), null, default);

        foreach (string list in new[]
        {
            "invitations", "persons", "persons/olga", "persons/olga/sessions", "persons/olga/credentials", "access", "proposals", "alerts",
            "journal",
        })
        {
            string answer = await ada.GetStringAsync(list);
            Assert.DoesNotContain(secret, answer, StringComparison.Ordinal);
            Assert.DoesNotContain(opened.Token, answer, StringComparison.Ordinal);
        }

        // The tests' service logs everything, down to what the default settings leave out.
        Assert.NotEmpty(service.Logged);
        Assert.DoesNotContain(service.Logged, l => l.Contains(secret, StringComparison.Ordinal)
            || l.Contains(opened.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Administrator_SeesAndEndsSessionsAndWaysToSignIn()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient ada = await service.ClientAsync(AccessRoles.Administrator, "ada");
        var people = new Members(scene);
        OpenedSession one = await people.JoinAsync("olga", AccessRoles.Officer, [3]);
        OpenedSession two = (await people.SignIn.ByPasskeyAsync([3], 0, false, default))!;

        JsonNode session = (await ada.GetNodeAsync("persons/olga/sessions"))["items"]!.AsArray()[0]!;
        Assert.True(session["isOpen"]!.GetValue<bool>());
        await ada.PostAsync($"sessions/{one.Session.Id}/end", "{}").NodeAsync();
        Assert.Null(await people.FindSession.RunAsync(one.Token, default));
        Assert.Equal(1, (await ada.PostAsync("persons/olga/sessions/end", "{}").NodeAsync())["ended"]!.GetValue<int>());
        Assert.Null(await people.FindSession.RunAsync(two.Token, default));

        JsonNode way = (await ada.GetNodeAsync("persons/olga/credentials"))["items"]!.AsArray().Single()!;
        Assert.Equal("Passkey", way["kind"]!.GetValue<string>());
        Assert.NotNull((await ada.PostAsync($"credentials/{way["id"]}/revoke", "{}").NodeAsync())["revokedAt"]);
        Assert.Null(await people.SignIn.ByPasskeyAsync([3], 0, false, default));
        await ada.PostAsync("persons/olga/name", "{'displayName':'Olga \\u202Enikolenko'}").ProblemAsync("malformed");
        Assert.Equal(
            "Ольга",
            (await ada.PostAsync("persons/olga/name", "{'displayName':'Ольга'}").NodeAsync())["displayName"]!.GetValue<string>());
    }

    [Fact]
    public async Task Roles_ChangeWithTheVersionThatWasSeen_AndCountAtOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient ada = await service.ClientAsync(AccessRoles.Administrator, "ada");
        var people = new Members(scene);
        OpenedSession olga = await people.JoinAsync("olga", AccessRoles.Officer);
        string seen = (await ada.GetAsync("persons/olga")).Headers.ETag!.Tag;

        await ada.PutAsync("persons/olga/roles", "{'roles':['Auditor']}", null).ProblemAsync("precondition-required");
        await ada.PutAsync("persons/olga/roles", "{'roles':['Administrator','Approver']}", seen).ProblemAsync("malformed");
        JsonNode changed = await ada.PutAsync("persons/olga/roles", "{'roles':['Auditor']}", seen).NodeAsync();

        Assert.Null(changed["proposal"]);
        Assert.Equal("Auditor", changed["person"]!["roles"]!.AsArray().Single()!.GetValue<string>());
        Assert.Equal(AccessRoles.Auditor, (await people.FindSession.RunAsync(olga.Token, default))!.Roles);
        await ada.PutAsync("persons/olga/roles", "{'roles':['Officer']}", seen).ProblemAsync("precondition-failed");
        await ada.PostAsync("invitations", "{'handle':'olga','roles':['Applicant']}").ProblemAsync("malformed");
        await ada.PostAsync("persons/ada/end", "{}").ProblemAsync("wrong-state");
    }

    [Fact]
    public async Task KeyThatWaitsForAnApprover_OpensNothing_UntilOneConfirmsIt()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService service = await ApiService.StartAsync(pair.Ministry);
        HttpClient ada = await service.ClientAsync(AccessRoles.Administrator, "ada"),
            anna = await service.ClientAsync(AccessRoles.Approver, "anna");
        await pair.GiveAsync(Purposes.Protective);

        JsonNode given = await ada.PostAsync("access", "{'name':'carla','roles':['Approver']}").NodeAsync(HttpStatusCode.Created);
        Assert.True(given["access"]!["waitsForApprover"]!.GetValue<bool>());
        HttpClient carla = service.Client(given["key"]!.GetValue<string>());
        Assert.Contains("confirmed", await carla.GetAsync("status").ProblemAsync("unauthenticated"), StringComparison.Ordinal);
        JsonNode proposal = (await anna.GetNodeAsync("proposals"))["items"]!.AsArray().Single()!;
        await ada.PostAsync($"proposals/{proposal["id"]}/confirm", "{}").ProblemAsync("forbidden");
        await anna.PostAsync($"proposals/{proposal["id"]}/confirm", "{}").NodeAsync();

        Assert.Equal(HttpStatusCode.OK, (await carla.GetAsync("status")).StatusCode);
        await anna.PostAsync($"proposals/{proposal["id"]}/refuse", "{}").ProblemAsync("wrong-state");
    }
}
