using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// An authority and its applicants over HTTP. When these fail, an impostor is endorsed, one person alone endorses, or one applicant reads
/// another's affairs.
/// </summary>
[Trait("Category", "Servers")]
public class ApplicationApiTests
{
    private const string Terms = "{'purposes':['protective'],'days':30}";

    [Fact]
    public async Task IssuerAsksByItsService_TwoPeopleApprove_TheEndorsementComesBack()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        await using ApiService society = await ApiService.StartAsync(pair.Society);
        HttpClient administrator = await society.ClientAsync(AccessRoles.Administrator);
        HttpClient applicant = await ministry.ClientAsync(AccessRoles.Applicant, "society");
        HttpClient anna = await ministry.ClientAsync(AccessRoles.Approver, "anna");
        HttpClient ben = await ministry.ClientAsync(AccessRoles.Approver, "ben");

        JsonNode asked = await administrator.PostAsync(
            "requests", "{'authority':'https://ministry.example','purposes':['protective'],'days':90,'contact':'it@society.example'}")
            .NodeAsync(HttpStatusCode.Created);
        byte[] file = await administrator.GetByteArrayAsync($"requests/{asked["request"]!.Id()}/file");
        JsonNode sent = await applicant.PostFileAsync("applications", file).NodeAsync(HttpStatusCode.Created);
        string path = $"applications/{sent.Id()}";
        Assert.Equal("Proven", sent["commitment"]!.GetValue<string>());
        Assert.Null(sent["decision"]);
        await applicant.GetAsync(path + "/endorsement").ProblemAsync("not-found");
        await applicant.PostAsync(path + "/approve", Terms).ProblemAsync("forbidden");

        await anna.PostAsync(path + "/approve", Terms).NodeAsync();
        await anna.PostAsync(path + "/approve", Terms).ProblemAsync("same-person");
        await anna.PostAsync(path + "/endorse", "{}").ProblemAsync("wrong-state");
        JsonNode approved = await ben.PostAsync(path + "/approve", Terms).NodeAsync();
        Assert.Equal("Approved", approved["state"]!.GetValue<string>());
        Assert.Equal(
            ["anna", "ben"], approved["decision"]!["approvals"]!.AsArray().Select(a => a!["approver"]!.GetValue<string>()).Order());
        await ben.PostAsync(path + "/endorse", "{}").NodeAsync();

        JsonNode answer = await applicant.GetNodeAsync(path + "/endorsement");
        JsonNode taken = await administrator.PostAsync("endorsements", answer.ToJsonString()).NodeAsync(HttpStatusCode.Created);
        Assert.Equal(("https://ministry.example", "Current"), (taken["issuer"]!.GetValue<string>(), taken["state"]!.GetValue<string>()));
        Assert.Equal("Received", (await administrator.GetNodeAsync($"requests/{asked["request"]!.Id()}"))["state"]!.GetValue<string>());
        string entry = (await anna.GetNodeAsync("register"))["items"]![0]!.Id();
        Assert.NotNull((await anna.PostAsync($"register/{entry}/lapse", "{}").NodeAsync())["lapsingSince"]);
    }

    [Fact]
    public async Task Applicant_SeesWhatItSentItself_AndNothingElse()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        HttpClient applicant = await ministry.ClientAsync(AccessRoles.Applicant, "society");
        HttpClient stranger = await ministry.ClientAsync(AccessRoles.Applicant, "stranger");
        byte[] file = await FileAsync(pair);
        string path = $"applications/{(await applicant.PostFileAsync("applications", file).NodeAsync(HttpStatusCode.Created)).Id()}";

        await stranger.GetAsync(path).ProblemAsync("not-found");
        await stranger.GetAsync(path + "/endorsement").ProblemAsync("not-found");
        await stranger.GetAsync(path + "/file").ProblemAsync("not-found");
        Assert.Equal(file, await applicant.GetByteArrayAsync(path + "/file"));
        Assert.Empty((await stranger.GetNodeAsync("applications"))["items"]!.AsArray());
        Assert.Single((await applicant.GetNodeAsync("applications"))["items"]!.AsArray());

        // Anyone who has the file may send it too, and does not take it from the one who did before.
        Assert.Equal(path, $"applications/{(await stranger.PostFileAsync("applications", file).NodeAsync(HttpStatusCode.Created)).Id()}");
        Assert.Single((await applicant.GetNodeAsync("applications"))["items"]!.AsArray());
        Assert.Equal(
            ["society", "stranger"],
            (await (await ministry.ClientAsync(AccessRoles.Auditor)).GetNodeAsync(path))["decision"]!["sentBy"]!.AsArray()
                .Select(s => s!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task ApplicantWhoSendsWithoutEnd_IsHeldUp_AndNobodyElseIs()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        HttpClient mallory = await ministry.ClientAsync(AccessRoles.Applicant, "mallory");
        for (int i = 0; i < 100; i++)
        {
            await mallory.PostFileAsync("applications", Hostile.Request(pair.Ministry, "no certificate")).NodeAsync(HttpStatusCode.Created);
        }

        await mallory.PostFileAsync("applications", Hostile.Request(pair.Ministry, "no certificate")).ProblemAsync("wrong-state");
        await (await ministry.ClientAsync(AccessRoles.Applicant, "society")).PostFileAsync("applications", await FileAsync(pair))
            .NodeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task WhoSentItIn_DoesNotApproveIt_UnderTheSameName()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        HttpClient anna = await ministry.ClientAsync(AccessRoles.Officer | AccessRoles.Approver, "anna");
        HttpClient again = await ministry.ClientAsync(AccessRoles.Approver, "Anna");
        JsonNode application = await anna.PostFileAsync("applications", await FileAsync(pair)).NodeAsync(HttpStatusCode.Created);
        string path = $"applications/{application.Id()}";

        await anna.PostAsync(path + "/approve", Terms).ProblemAsync("same-person");
        await again.PostAsync(path + "/approve", Terms).ProblemAsync("same-person");
        await (await ministry.ClientAsync(AccessRoles.Approver, "ben")).PostAsync(path + "/approve", Terms).NodeAsync();
    }

    /// <summary>A request that is well signed, but whose certificate is not that of the organization that it names.</summary>
    [Theory]
    [InlineData("other organization")]
    [InlineData("wildcard")]
    [InlineData("not logged")]
    [InlineData("other key")]
    [InlineData("no certificate")]
    public async Task RequestThatDoesNotProveItsCommitment_CannotBeApproved(string hostile)
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        HttpClient applicant = await ministry.ClientAsync(AccessRoles.Applicant, "mallory");
        HttpClient anna = await ministry.ClientAsync(AccessRoles.Approver, "anna");
        byte[] file = Hostile.Request(pair.Ministry, hostile);

        JsonNode sent = await applicant.PostFileAsync("applications", file).NodeAsync(HttpStatusCode.Created);

        Assert.NotEqual("Proven", sent["commitment"]!.GetValue<string>());
        await anna.PostAsync($"applications/{sent.Id()}/approve", Terms).ProblemAsync("not-ready");
    }

    /// <summary>
    /// A certificate that has expired still shows who was committed to the key (decisions.md, 21); those who decide are told.
    /// </summary>
    [Fact]
    public async Task RequestWithAnExpiredCertificate_IsProven_AndItsEndIsTold()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);

        JsonNode sent = await (await ministry.ClientAsync(AccessRoles.Applicant))
            .PostFileAsync("applications", Hostile.Request(pair.Ministry, "expired")).NodeAsync(HttpStatusCode.Created);

        Assert.Equal("Proven", sent["commitment"]!.GetValue<string>());
        Assert.Contains("expired", sent["commitmentNote"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task FilesThatAreNone_AreRefused()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        HttpClient applicant = await ministry.ClientAsync(AccessRoles.Applicant);
        byte[] file = await FileAsync(pair);
        string text = Encoding.UTF8.GetString(file);
        byte[] flipped = [.. file];
        int middle = text.IndexOf("\"signed\"", StringComparison.Ordinal) + 200;
        flipped[middle] = flipped[middle] == (byte)'A' ? (byte)'B' : (byte)'A';

        foreach (byte[] bad in new[]
        {
            [],
            "{}"u8.ToArray(),
            "null"u8.ToArray(),
            [0xff, 0xfe],
            file[..^5],
            [.. file, .. file],
            Encoding.UTF8.GetBytes(text.Replace("\"version\"", "\"more\":1,\"version\"", StringComparison.Ordinal)),
            new byte[1 << 20],
            flipped,
        })
        {
            HttpResponseMessage answer = await applicant.PostFileAsync("applications", bad);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(0, await pair.Ministry.ReadAsync(d => d.Applications.CountAsync()));
        await (await ministry.ClientAsync(AccessRoles.Officer)).PostFileAsync("applications", file, "application/octet-stream")
            .NodeAsync(HttpStatusCode.Created);
    }

    /// <summary>A chain that does not commit this organization to this key does not take the key into use.</summary>
    [Theory]
    [InlineData("other organization")]
    [InlineData("wildcard")]
    [InlineData("not logged")]
    [InlineData("other key")]
    [InlineData("unknown authority")]
    [InlineData("garbage")]
    [InlineData("empty")]
    public async Task ChainThatDoesNotCommit_IsRefused_AndTheKeyStaysPending(string hostile)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        Task<HttpResponseMessage> made = administrator.PostAsync("keys", "{'use':'Root','algorithm':'ES384','custody':'File'}");
        string path = $"keys/{(await made.NodeAsync(HttpStatusCode.Created)).Id()}";
        await administrator.PostAsync(path + "/commitment/request", "{}").NodeAsync();
        OrganizationKey key = await scene.ReadAsync(d => d.Keys.SingleAsync());

        HttpResponseMessage answer = await administrator.PostAsync(
            path + "/commitment", new JsonObject { ["chainPem"] = Hostile.Chain(scene, key.Identifier, hostile) }.ToJsonString());

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
        Assert.Equal("Pending", (await administrator.GetNodeAsync(path))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task EndorsementOfSomeoneElse_IsNotTaken()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService society = await ApiService.StartAsync(pair.Society);
        HttpClient administrator = await society.ClientAsync(AccessRoles.Administrator);

        await administrator.PostAsync("endorsements", "{'bundle':'AAAA'}").ProblemAsync("malformed");
        await administrator.PostAsync("endorsements", "{'bundle':'not base64url!'}").ProblemAsync("malformed");
        await administrator.PostAsync("endorsements", "{'bundle':''}").ProblemAsync("malformed");
        byte[] own = await pair.Society.ReadAsync(async d => TokenBundle.Write([(await d.Endorsements.FirstAsync()).Token]));
        await administrator.PostAsync("endorsements", $"{{'bundle':'{Base64Url.EncodeToString(own)}'}}").ProblemAsync("malformed");
    }

    private static async Task<byte[]> FileAsync(Pair pair)
    {
        (SentRequest? sent, _) = await pair.Society.AskForEndorsement.RunAsync(
            "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, default);
        return sent!.Request;
    }
}
