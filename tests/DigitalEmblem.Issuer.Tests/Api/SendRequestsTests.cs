using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Two services that speak to each other. When these fail, an endorsement that was given does not arrive, a refusal is waited for without
/// end, or an impostor's answer is taken.
/// </summary>
[Trait("Category", "Servers")]
public sealed class SendRequestsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _lines = new();

    [Fact]
    public async Task Request_IsSent_AndTheEndorsementComesByItself()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        using SendRequests exchange = await ExchangeAsync(pair, ministry);
        SentRequest sent = await AskAsync(pair);

        // Sent again and again while nobody has decided: one application.
        Assert.Equal(0, await exchange.RunAsync(default));
        Assert.Equal(0, await exchange.RunAsync(default));
        Application application = await pair.Ministry.ReadAsync(d => d.Applications.SingleAsync());
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        Assert.Equal(0, await exchange.RunAsync(default));
        await pair.Ministry.EndorseApplicant.RunAsync("ben", application.Id, default);
        Assert.Equal(1, await exchange.RunAsync(default));

        Assert.Equal(RequestState.Received, (await pair.Society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.Id == sent.Id))).State);
        Assert.Equal(
            EndorsementState.Current,
            (await pair.Society.ReadAsync(d => d.Endorsements.SingleAsync(e => e.Issuer == pair.Ministry.Organization))).State);
        Assert.Equal(0, await exchange.RunAsync(default));
        Assert.DoesNotContain(_lines.All, l => l.Contains("waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EndorsementThatTwoInstancesBring_IsTakenOnce()
    {
        await using Pair pair = await Pair.StartAsync();
        SentRequest sent = await AskAsync(pair);
        Application application = await pair.Ministry.ReceiveApplication.RunAsync("api", sent.Request, default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        (GivenEndorsement? given, _) = await pair.Ministry.EndorseApplicant.RunAsync("ben", application.Id, default);
        byte[] bundle = await pair.BundleAsync(given!);
        string chain = await pair.ChainAsync();

        HeldEndorsement first = await pair.Society.AcceptEndorsement.RunAsync("service", bundle, null, chain, default);
        HeldEndorsement second = await pair.Society.AcceptEndorsement.RunAsync("service", bundle, null, chain, default);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(1, await pair.Society.ReadAsync(d => d.Endorsements.CountAsync(e => e.Issuer == pair.Ministry.Organization)));
    }

    [Fact]
    public async Task RequestThatWasRefused_IsClosed_WithTheReason()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        using SendRequests exchange = await ExchangeAsync(pair, ministry);
        SentRequest sent = await AskAsync(pair);
        await exchange.RunAsync(default);
        Application application = await pair.Ministry.ReadAsync(d => d.Applications.SingleAsync());
        await pair.Ministry.DecideApplication.RefuseAsync("anna", application.Id, null, "Not for laboratories.", default);

        Assert.Equal(1, await exchange.RunAsync(default));

        SentRequest closed = await pair.Society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.Id == sent.Id));
        Assert.Equal((RequestState.Closed, "Refused: Not for laboratories."), (closed.State, closed.Note?.ToString()));
    }

    /// <summary>What another service says to people ends up in our database, journal and log.</summary>
    [Fact]
    public async Task ReasonWithoutEnd_IsCut_AndShownAsText()
    {
        await using Pair pair = await Pair.StartAsync();
        SentRequest sent = await AskAsync(pair);
        await using ImpostorService authority = await ImpostorService.StartAsync(
            $"{{\"id\":\"{Guid.NewGuid()}\",\"state\":\"Refused\",\"note\":\"\\u001b[31m{new string('x', 900_000)}\"}}");
        using SendRequests exchange = Exchange(pair, authority.Url, "issuer_a-key-of-the-authority");

        Assert.Equal(1, await exchange.RunAsync(default));

        string note = (await pair.Society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.Id == sent.Id))).Note!.ToString();
        Assert.True(note.Length < 1100, $"{note.Length} characters");
        Assert.DoesNotContain(note, char.IsControl);
    }

    [Fact]
    public async Task ServiceStartedAnew_AndApplicationThatIsNotThereAnyMore_AreSentAgain()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        using SendRequests exchange = await ExchangeAsync(pair, ministry);
        await AskAsync(pair);
        await exchange.RunAsync(default);
        long asked = await pair.Ministry.ReadAsync(d => d.Journal.LongCountAsync());
        await exchange.RunAsync(default);

        // To ask how it stands leaves no line at the authority.
        Assert.Equal(asked, await pair.Ministry.ReadAsync(d => d.Journal.LongCountAsync()));
        await pair.Ministry.Store.ChangeAsync("test", c => c.Database.Applications.ExecuteDeleteAsync(), default);
        await exchange.RunAsync(default);
        Assert.Equal(0, await pair.Ministry.ReadAsync(d => d.Applications.CountAsync()));
        await exchange.RunAsync(default);
        Assert.Equal(1, await pair.Ministry.ReadAsync(d => d.Applications.CountAsync()));
    }

    [Fact]
    public async Task KeyThatTheAuthorityDoesNotKnow_IsToldOnce_AndTheRequestWaits()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService ministry = await ApiService.StartAsync(pair.Ministry);
        using SendRequests exchange = Exchange(pair, ministry.Address.ToString(), "issuer_this-is-no-key-that-anyone-gave");
        SentRequest sent = await AskAsync(pair);

        Assert.Equal(0, await exchange.RunAsync(default));
        Assert.Equal(0, await exchange.RunAsync(default));

        Assert.Single(_lines.All, l => l.Contains("does not know our key", StringComparison.Ordinal));
        Assert.DoesNotContain(_lines.All, l => l.Contains("this-is-no-key", StringComparison.Ordinal));
        Assert.Equal(RequestState.Asked, (await pair.Society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.Id == sent.Id))).State);
    }

    /// <summary>Someone else at the authority's address, or an authority that went wrong.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{'id':'01a2177e-8b1f-74d8-bb6e-9bb88da5f633'}")]
    [InlineData("{'id':7,'state':'Endorsed'}")]
    [InlineData("{'id':'01a2177e-8b1f-74d8-bb6e-9bb88da5f633','state':'Endorsed','bundle':'!'}")]
    [InlineData("{'id':'01a2177e-8b1f-74d8-bb6e-9bb88da5f633','state':'Endorsed','bundle':'AAAA'}")]
    [InlineData("OWN")]
    [InlineData("HUGE")]
    public async Task AnswerThatProvesNothing_IsNotTaken_AndTheRequestWaits(string answer)
    {
        await using Pair pair = await Pair.StartAsync();
        SentRequest sent = await AskAsync(pair);
        if (answer == "OWN")
        {
            // A token that is well signed, but endorses another key than the root key.
            byte[] own = await pair.Society.ReadAsync(async d => TokenBundle.Write([(await d.Endorsements.FirstAsync()).Token]));
            answer = $"{{'id':'{Guid.NewGuid()}','state':'Endorsed','bundle':'{System.Buffers.Text.Base64Url.EncodeToString(own)}'}}";
        }

        string text = answer == "HUGE" ? new string(' ', 3 << 20) : answer.Replace('\'', '"');
        await using ImpostorService impostor = await ImpostorService.StartAsync(text);
        using SendRequests exchange = Exchange(pair, impostor.Url, "issuer_a-key-of-the-authority");

        Assert.Equal(0, await exchange.RunAsync(default));

        Assert.Single(_lines.All, l => l.Contains("waits", StringComparison.Ordinal));
        Assert.Equal(RequestState.Asked, (await pair.Society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.Id == sent.Id))).State);
        Assert.Equal(0, await pair.Society.ReadAsync(d => d.Endorsements.CountAsync(e => e.Issuer == pair.Ministry.Organization)));
    }

    [Fact]
    public async Task AuthorityThatIsAway_IsTold_AndTheRequestWaits()
    {
        await using Pair pair = await Pair.StartAsync();
        await AskAsync(pair);
        using SendRequests exchange = Exchange(pair, $"http://127.0.0.1:{LoopbackPorts.Free()}", "issuer_a-key-of-the-authority");

        Assert.Equal(0, await exchange.RunAsync(default));

        Assert.Contains(_lines.All, l => l.Contains("could not be reached", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://ministry.example", "http://issuer.ministry.example", "Url")]
    [InlineData("https://ministry.example", "https://user:secret@issuer.ministry.example", "Url")]
    [InlineData("https://ministry.example", "https://issuer.ministry.example/path", "Url")]
    [InlineData("ministry", "https://issuer.ministry.example", "Identifier")]
    public void SettingsThatWouldGiveTheKeyAway_AreRefused(string identifier, string url, string setting)
    {
        var options = new AuthorityOptions
        {
            Identifier = identifier,
            Url = url,
            Key = new SecretSource { File = _folder.Write("key", "issuer_a-key-of-the-authority") },
        };

        Assert.StartsWith(
            $"Authorities:ministry:{setting}", Assert.Single(options.Validate("Authorities:ministry")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    private static async Task<SentRequest> AskAsync(Pair pair) =>
        (await pair.Society.AskForEndorsement.RunAsync(
            "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, default)).Request!;

    private async Task<SendRequests> ExchangeAsync(Pair pair, ApiService ministry) =>
        Exchange(
            pair,
            ministry.Address.ToString(),
            (await ministry.GiveAccess.RunAsync("adam", "society", AccessRoles.Applicant, null, default)).Secret);

    private SendRequests Exchange(Pair pair, string url, string key)
    {
        var options = new AuthorityOptions
        {
            Identifier = pair.Ministry.Organization.ToString(),
            Url = url,
            Key = new SecretSource { File = _folder.Write("key", key) },
        };
        Assert.Empty(options.Validate("Authorities:ministry"));
        using ILoggerFactory logs = LoggerFactory.Create(b => b.AddProvider(_lines));
        return new SendRequests(
            pair.Society.Store,
            pair.Society.AcceptEndorsement,
            new CloseRequest(pair.Society.Store),
            new Dictionary<string, AuthorityOptions> { ["ministry"] = options },
            logs.CreateLogger<SendRequests>());
    }
}
