using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Authority;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>A ministry and a society, each with a service of its own.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly TestTrust _trust = new();

    public IssuerScene Ministry { get; private set; } = null!;

    public IssuerScene Society { get; private set; } = null!;

    public static async Task<Pair> StartAsync(string? ministry = null)
    {
        var pair = new Pair();
        var clock = new SettableClock(TestTrust.Now);
        pair.Ministry = await IssuerScene.StartAsync("https://ministry.example", OrganizationRoles.Authority, pair._trust, clock, ministry);
        await pair.Ministry.CommitAsync(await pair.Ministry.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, Issuer.Custody.KeyCustody.File, default));
        pair.Society = await IssuerScene.ReadyAsync(trust: pair._trust, clock: clock);
        return pair;
    }

    /// <summary>The society asks, and the ministry takes the request.</summary>
    public async Task<Application> AskAsync(Purposes purposes, Guid? keyId = null)
    {
        (SentRequest? sent, _) = await Society.AskForEndorsement.RunAsync(
            "administrator", Ministry.Organization, purposes, TimeSpan.FromDays(90), "it@society.example", keyId, default);
        return await Ministry.ReceiveApplication.RunAsync("api", sent!.Request, default);
    }

    /// <summary>The society asks, two people at the ministry approve, and it signs.</summary>
    public async Task<GivenEndorsement> GiveAsync(Purposes purposes, Guid? keyId = null)
    {
        Application application = await AskAsync(purposes, keyId);
        await Ministry.ApproversAsync("anna", "ben");
        foreach (string approver in new[] { "anna", "ben" })
        {
            await Ministry.DecideApplication.ApproveAsync(approver, application.Id, null, purposes, TimeSpan.FromDays(60), default);
        }

        return (await Ministry.EndorseApplicant.RunAsync("anna", application.Id, default)).Given!;
    }

    /// <summary>The society takes what the ministry's service answers.</summary>
    public async Task<HeldEndorsement> TakeAsync(GivenEndorsement given)
    {
        (byte[] bundle, string? jws, string? chain) = await new AnswerApplicant(Ministry.Store).RunAsync(given.ApplicationId, default);
        return await Society.AcceptEndorsement.RunAsync("administrator", bundle, jws, chain, default);
    }

    /// <summary>What the ministry sends back.</summary>
    public Task<byte[]> BundleAsync(GivenEndorsement given) => Ministry.ReadAsync(async d =>
        TokenBundle.Write([given.Token, (await d.Keys.SingleAsync(k => k.Id == given.SignerKeyId)).PublicKey]));

    public Task<string> ChainAsync() => Ministry.ReadAsync(async d => (await d.Commitments.SingleAsync()).ChainPem!);

    public async ValueTask DisposeAsync()
    {
        await Ministry.DisposeAsync();
        await Society.DisposeAsync();
        _trust.Dispose();
    }
}
