using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>That people are told. When these fail, an alert stands in a database and nobody comes.</summary>
[Trait("Category", "Servers")]
public sealed class NoticeTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();
    private readonly AlertsOptions _alerts = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Webhook_GetsASignedMessage_Once()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook(receiver.Url);
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);
        await DeliverAsync(scene);

        (string path, string body, string signature) = Assert.Single(receiver.Received);
        Assert.Equal("alerts", path);
        string[] parts = signature.Split(',');
        string expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts[0][2..]}.{body}")));
        Assert.Equal($"v1={expected}", parts[1]);
        Assert.Equal(scene.Clock.Now.ToUnixTimeSeconds(), long.Parse(parts[0][2..], CultureInfo.InvariantCulture));
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.Equal("https://society.example", json.RootElement.GetProperty("organization").GetString());
        Assert.Equal("www.society.example", json.RootElement.GetProperty("raised")[0].GetProperty("subject").GetString());
        Assert.NotNull((await scene.ReadAsync(d => d.Alerts.SingleAsync())).ToldAt);
        Assert.Equal(2, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "notice.delivered")));
    }

    [Fact]
    public async Task Webhook_ThatFails_IsTriedAgainLater_AndGivenUpAfterDays()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook(receiver.Url);
        receiver.Status = 500;
        await RaiseAsync(scene, "www.society.example");
        await DeliverAsync(scene);
        Assert.Single(receiver.Received);
        Assert.Null((await scene.ReadAsync(d => d.Alerts.SingleAsync())).ToldAt);

        receiver.Status = 204;
        scene.Clock.Now += TimeSpan.FromSeconds(30);
        await DeliverAsync(scene);
        Assert.Equal(2, receiver.Received.Count);
        Assert.NotNull((await scene.ReadAsync(d => d.Alerts.SingleAsync())).ToldAt);

        receiver.Status = 500;
        await RaiseAsync(scene, "other.society.example");
        for (int i = 0; i < 200; i++)
        {
            await DeliverAsync(scene);
            scene.Clock.Now += TimeSpan.FromHours(1);
        }

        Assert.InRange(receiver.Received.Count, 60, 80);
        Assert.Equal(1, await scene.ReadAsync(d => d.Notices.CountAsync(n => n.GivenUpAt != null)));
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "notice.givenUp")));
    }

    [Fact]
    public async Task Webhook_ThatRedirects_IsNotFollowed()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook(receiver.Url);
        receiver.Status = 302;
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        Assert.Equal("alerts", Assert.Single(receiver.Received).Path);
        Assert.Contains("redirects are not followed", (await FaultAsync(scene, NoticeChannel.Webhook))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_Down_IsTold_WithoutTheSecret()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook($"http://127.0.0.1:{LoopbackPorts.Free()}/alerts");
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        string fault = (await FaultAsync(scene, NoticeChannel.Webhook))!;
        Assert.Contains("could not be reached", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ReachesWhoIsNamed_AndSaysWhatToDo()
    {
        using MailServer server = await MailServer.StartAsync("plain");
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseMail(server.Port, SmtpSecurity.None);
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        string message = Assert.Single(server.Messages);
        Assert.StartsWith("RCPT duty@society.example", message, StringComparison.Ordinal);
        Assert.Contains("Subject: Emblems of https://society.example: 1 alerts raised, 0 cleared", message, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", message, StringComparison.Ordinal);
        Assert.Contains("Look at www.society.example.", message, StringComparison.Ordinal);
        // Who gets mail is in no journal and no table.
        List<string> details = await scene.ReadAsync(d => d.Journal.Select(j => j.Details).ToListAsync());
        Assert.DoesNotContain(details, d => d.Contains("duty@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MailServerWithoutStartTls_GetsNothing()
    {
        using MailServer server = await MailServer.StartAsync("plain");
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseMail(server.Port, SmtpSecurity.StartTls);
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        Assert.Empty(server.Messages);
        Assert.Contains("offers no STARTTLS", (await FaultAsync(scene, NoticeChannel.Mail))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailServerWhoseCertificateNobodyTrusts_GetsNothing()
    {
        using MailServer server = await MailServer.StartAsync("tls");
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseMail(server.Port, SmtpSecurity.StartTls);
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        Assert.Empty(server.Messages);
        Assert.Contains("certificate is not in order", (await FaultAsync(scene, NoticeChannel.Mail))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MailServerThatRefuses_IsTold_WithoutItsWords()
    {
        using MailServer server = await MailServer.StartAsync("refuse");
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseMail(server.Port, SmtpSecurity.None);
        await RaiseAsync(scene, "www.society.example");

        await DeliverAsync(scene);

        string fault = (await FaultAsync(scene, NoticeChannel.Mail))!;
        Assert.Contains("refused the message (550", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("officer@", fault, StringComparison.Ordinal);
    }

    /// <summary>A whole zone that fails is one message, and says how many it does not name.</summary>
    [Fact]
    public async Task ThousandAlertsAtOnce_AreOneMessage()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook(receiver.Url);
        await RaiseAsync(scene, [.. Enumerable.Range(0, 1000).Select(i => $"host{i}.society.example")]);

        await DeliverAsync(scene);

        using JsonDocument json = JsonDocument.Parse(Assert.Single(receiver.Received).Body);
        Assert.Equal(
            (1000, 100), (json.RootElement.GetProperty("raisedCount").GetInt32(), json.RootElement.GetProperty("raised").GetArrayLength()));
    }

    [Fact]
    public async Task Cleared_IsToldOnceToo()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await using IssuerScene scene = await IssuerScene.StartAsync();
        UseWebhook(receiver.Url);
        await RaiseAsync(scene, "www.society.example");
        await DeliverAsync(scene);

        var book = new AlertBook(scene.Store);
        await book.NoteAsync([], [AlertKind.Missing], null, [], default);
        await book.NoteAsync([], [AlertKind.Missing], null, [], default);
        await WriteAsync(scene);
        await DeliverAsync(scene);

        Assert.Equal(2, receiver.Received.Count);
        using JsonDocument json = JsonDocument.Parse(receiver.Received[1].Body);
        Assert.Equal(
            (0, 1), (json.RootElement.GetProperty("raisedCount").GetInt32(), json.RootElement.GetProperty("clearedCount").GetInt32()));
    }

    [Theory]
    [InlineData("http://alerts.society.example/", false)]
    [InlineData("https://user:password@alerts.society.example/", false)]
    [InlineData("ftp://alerts.society.example/", false)]
    [InlineData("", false)]
    [InlineData("http://127.0.0.1:1/", true)]
    [InlineData("https://alerts.society.example/", true)]
    public void WebhookSettings_HttpsOnlyBeyondThisMachine(string url, bool accepted)
    {
        UseWebhook(url);

        Assert.Equal(accepted, !_alerts.Validate().Any());
    }

    [Theory]
    [InlineData("mail.society.example", nameof(SmtpSecurity.None), "emblems@society.example", false)]
    [InlineData("127.0.0.1", nameof(SmtpSecurity.None), "emblems@society.example", true)]
    [InlineData("mail.society.example", nameof(SmtpSecurity.StartTls), "emblems@society.example", true)]
    [InlineData("mail.society.example", nameof(SmtpSecurity.Tls), "nobody", false)]
    public void MailSettings_InTheClearOnThisMachineOnly(string host, string security, string from, bool accepted)
    {
        _alerts.Smtp = new SmtpOptions
        {
            Host = host,
            Security = Enum.Parse<SmtpSecurity>(security),
            From = from,
            To = ["duty@society.example"],
        };

        Assert.Equal(accepted, !_alerts.Validate().Any());
    }

    private void UseWebhook(string url) =>
        _alerts.Webhook = new WebhookOptions { Url = url, Secret = new SecretSource { File = _folder.Write("webhook", Secret + "\n") } };

    private void UseMail(int port, SmtpSecurity security) =>
        _alerts.Smtp = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = port,
            Security = security,
            From = "emblems@society.example",
            To = ["duty@society.example"],
        };

    private async Task RaiseAsync(IssuerScene scene, params string[] names)
    {
        await new AlertBook(scene.Store).NoteAsync(
            [.. names.Select(n => new AlertFinding(AlertKind.Missing, n, $"Look at {n}."))], [AlertKind.Missing], names, [], default);
        await WriteAsync(scene);
    }

    private Task WriteAsync(IssuerScene scene) => new NoticeWriter(scene.Store, _alerts).WriteAsync(default);

    private async Task DeliverAsync(IssuerScene scene)
    {
        using WebhookSender? webhook = _alerts.Webhook is { } w ? new WebhookSender(w, scene.Clock) : null;
        INoticeSender?[] senders =
            [new LogSender(scene.Store, NullLogger<LogSender>.Instance), webhook, _alerts.Smtp is { } s ? new MailSender(s) : null];
        var delivery = new NoticeDelivery(scene.Store, senders.OfType<INoticeSender>());
        while (await delivery.DeliverOneAsync(default))
        {
        }
    }

    private static async Task<string?> FaultAsync(IssuerScene scene, NoticeChannel channel) =>
        (await scene.ReadAsync(d => d.Notices.SingleAsync(n => n.Channel == channel))).Fault?.ToString();
}
