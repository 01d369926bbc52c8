using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Work.Setup;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>The pages of an authority, and a hospital that asks it to be endorsed.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private Desk(WebService web, IssuerScene hospital) => (Web, Hospital) = (web, hospital);

    public WebService Web { get; }

    public IssuerScene Hospital { get; }

    public static async Task<Desk> StartAsync(Action<IssuerOptions>? configure = null)
    {
        WebService web = await WebService.StartAsync(configure);
        await new SetUpOrganization(web.Scene.Store).DescribeAsync(
            "administrator", null, "The ministry", OrganizationRoles.Issuer | OrganizationRoles.Authority, default);
        return new Desk(web, await IssuerScene.ReadyAsync("https://hospital.example", trust: web.Scene.Trust, clock: web.Scene.Clock));
    }

    /// <summary>The file by which the hospital asks.</summary>
    public async Task<byte[]> FileAsync(Purposes purposes = Purposes.Protective | Purposes.Indicative)
    {
        (SentRequest? sent, _) = await Hospital.AskForEndorsement.RunAsync(
            "administrator", Web.Scene.Organization, purposes, TimeSpan.FromDays(90), "<b>Anna</b>, digital.emblem@hospital.example", null,
            default);
        return sent!.Request;
    }

    /// <summary>An application that a person sent in.</summary>
    public async Task<Application> AskedAsync(string sender = "service-of-hospital") =>
        await Web.Scene.ReceiveApplication.RunAsync(sender, await FileAsync(), default);

    /// <summary>An endorsement that two people have approved, and one of them signed.</summary>
    public async Task<GivenEndorsement> GivenAsync()
    {
        Application asked = await AskedAsync();
        await Web.Scene.ApproversAsync("first", "second");
        foreach (string approver in new[] { "first", "second" })
        {
            await Web.Scene.DecideApplication.ApproveAsync(
                approver, asked.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        }

        return (await Web.Scene.EndorseApplicant.RunAsync("first", asked.Id, default)).Given!;
    }

    /// <summary>This browser is a person's who joined before.</summary>
    public void Be(OpenedSession person)
    {
        Web.Cookies.Clear();
        Web.Cookies[WebService.SessionCookie] = person.Token;
    }

    /// <summary>A page as text, with its status.</summary>
    public async Task<string> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpResponseMessage answer = await Web.GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{path}: {answer.StatusCode}\n{page}");
        return page;
    }

    /// <summary>Sends a form of a page; the answer leads to another page, whose text it is, or says what is wrong.</summary>
    public async Task<string> SendAsync(
        string path, string handler, HttpStatusCode status, params (string Field, string Value)[] fields)
    {
        using HttpResponseMessage answer = await Web.PostAsync(
            path, fields.ToDictionary(f => f.Field, f => f.Value), handler: handler.Length > 0 ? handler : null);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{path} {handler}: {answer.StatusCode}\n{page}");
        return status == HttpStatusCode.Redirect ? await PageAsync(answer.Headers.Location!.OriginalString) : page;
    }

    public Task<Application> ApplicationAsync(Guid id) => Web.Scene.ReadAsync(d => d.Applications.SingleAsync(a => a.Id == id));

    public Task<GivenEndorsement> EntryAsync(Guid id) => Web.Scene.ReadAsync(d => d.Register.SingleAsync(g => g.Id == id));

    /// <summary>Who did something last, as the journal's readers see it.</summary>
    public Task<string> ActorOfAsync(string action) => Web.Scene.ReadAsync(async d =>
    {
        JournalEntry line = await d.Journal.Where(e => e.Action == action).OrderByDescending(e => e.Sequence).FirstAsync();
        return (await Pseudonyms.OfLinesAsync(d, [line], default)).Show(line.Actor);
    });

    /// <summary>How many lines the journal has: nothing was changed if that is as before.</summary>
    public Task<long> LinesAsync() => Web.Scene.ReadAsync(async d => (await d.Heads.SingleAsync()).Sequence);

    public async ValueTask DisposeAsync()
    {
        await Hospital.DisposeAsync();
        await Web.DisposeAsync();
    }
}
