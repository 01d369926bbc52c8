using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// What people are told of the certificates of root keys. When these fail, a person takes a key for bound that is not, or learns of a
/// certificate's end after it.
/// </summary>
public sealed class CertificateStatesTests
{
    [Fact]
    public async Task NoneAskedFor_SaysSo_WithTheCommandThatAsks()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        OrganizationKey key = await scene.NextRootAsync();

        KeyCertificates found = await scene.CertificatesAsync(key.Id);

        Assert.Equal(BindingState.None, found.State);
        Assert.Null(found.Lasts);
        Assert.Contains("No certificate was asked for", Assert.Single(found.Missing).ToString(), StringComparison.Ordinal);
        Assert.Equal($"issuer commitment request --key {key.Identifier}", Assert.Single(found.Steps).Command);
    }

    [Fact]
    public async Task AskedForAndNotHere_SaysHowItIsGotAndBrought()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        OrganizationKey key = await scene.NextRootAsync();
        RootCommitment asked = await scene.RequestCommitment.RunAsync("ada", key.Id, default);

        KeyCertificates found = await scene.CertificatesAsync(key.Id);

        Assert.Equal((BindingState.Requested, asked.Id), (found.State, found.Request!.Id));
        Assert.Contains("none is here yet", Assert.Single(found.Missing).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["systemctl start emblem-certificate.service", "issuer commitment import fullchain.pem"], found.Steps.Select(s => s.Command));
    }

    [Fact]
    public async Task Bound_SaysByWhichCertificate_WithWhichNames_AndInWhichLog()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);

        KeyCertificates found = await scene.CertificatesAsync();

        Assert.Equal((BindingState.Bound, true), (found.State, found.Lasts));
        Assert.Empty(found.Missing);
        Assert.Empty(found.Steps);
        CertificateFacts certificate = Assert.Single(found.Certificates);
        RootCommitment commitment = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        Assert.Equal((CertificateState.InUse, "CN=Test Intermediate"), (certificate.State, certificate.Issuer));
        Assert.Equal(
            (commitment.CertificateExpires!.Value, commitment.CompletedAt!.Value), (certificate.NotAfter, certificate.TakenAt));
        Assert.Contains($"{root.Identifier}.adem-configuration.society.example", certificate.Names);
        Assert.Empty(certificate.MissingNames);
        LogPlace place = Assert.Single(certificate.Logs);
        Assert.Equal(commitment.Log()[0], place.Entry);
        Assert.NotNull(place.Name);
        Assert.NotNull(place.PromisedAt);
        // A promise of the log is no sight of the log.
        Assert.Null(certificate.SeenAt);
    }

    /// <summary>It is taken only once a log has shown it, because it has no promise inside.</summary>
    [Fact]
    public async Task CertificateThatTheServiceSubmitted_WasSeenInALogWhenItWasTaken()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        RootCommitment logged = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        var submitted = RootCommitment.Renew(logged, scene.Clock.Now);
        submitted.Complete(
            root, await scene.IssueAsync(isLogged: false), logged.Log(), MarkProfiles.Both, logged.CertificateExpires!.Value,
            scene.Clock.Now);

        var certificate = CertificateFacts.Of(submitted, isInUse: true, [], null, scene.Clock.Now);

        Assert.Equal(scene.Clock.Now, certificate.SeenAt);
        LogPlace place = Assert.Single(certificate.Logs);
        Assert.Null(place.PromisedAt);
        // Without a log list it is called by its identifier.
        Assert.Equal(place.Entry.LogId.ToBase64(), place.Called);
    }

    /// <summary>The alert comes at 30 days, and the timer renews at 35: the answer is that of 'issuer commitment lasts'.</summary>
    [Fact]
    public async Task EndingSoon_Ended_AndLasting_ChangeAtTheirInstants()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        DateTimeOffset end = (await scene.CertificatesAsync()).InUse!.NotAfter, due = end - TimeSpan.FromDays(CertificateEnd.UsualDays);
        foreach ((DateTimeOffset at, BindingState state, CertificateState certificate) in new[]
        {
            (due - TimeSpan.FromSeconds(1), BindingState.Bound, CertificateState.InUse),
            (due, BindingState.EndingSoon, CertificateState.EndingSoon),
            (end - TimeSpan.FromSeconds(1), BindingState.EndingSoon, CertificateState.EndingSoon),
            (end, BindingState.Ended, CertificateState.Ended),
        })
        {
            scene.Clock.Now = at;
            KeyCertificates found = await scene.CertificatesAsync();
            Assert.Equal((state, certificate, state == BindingState.Bound), (found.State, found.InUse!.State, found.Lasts));
            Assert.Equal(state == BindingState.Bound, found.Missing.Count == 0);
            Assert.Equal(state == BindingState.Bound, found.Steps.Count == 0);
            Assert.Equal(CertificateEnd.Lasts(end, CertificateEnd.UsualDays, at), found.Lasts);
        }
    }

    [Fact]
    public async Task Renewed_TheFormerOneIsReplaced_AndTheNewestComesFirst()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string former = (await scene.CertificatesAsync()).InUse!.Serial;
        scene.Clock.Now += TimeSpan.FromDays(1);
        await scene.Import().RunAsync("ada", await scene.IssueAsync(), default);

        KeyCertificates found = await scene.CertificatesAsync();

        Assert.Equal([CertificateState.InUse, CertificateState.Replaced], found.Certificates.Select(c => c.State));
        Assert.Equal(former, found.Certificates[1].Serial);
        Assert.Equal(0, found.Older);
    }

    [Fact]
    public async Task ManyCertificates_TheNewestAreShown_AndTheOthersCounted()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        for (int renewal = 0; renewal < ListCertificates.MostCertificates + 1; renewal++)
        {
            scene.Clock.Now += TimeSpan.FromMinutes(1);
            await scene.Import().RunAsync("ada", await scene.IssueAsync(), default);
        }

        KeyCertificates found = await scene.CertificatesAsync();

        Assert.Equal((ListCertificates.MostCertificates, 2), (found.Certificates.Count, found.Older));
    }

    [Fact]
    public async Task CertificateOfBefore_ThatNamesTheKeyInOneProfile_SaysWhichNameIsMissing()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        OrganizationKey root = await scene.NextRootAsync();
        await scene.RequestCommitment.RunAsync("ada", root.Id, default);
        await scene.CompleteCommitment.RunAsync("ada", root.Id, scene.OldCertificate(root), default);

        KeyCertificates found = await scene.CertificatesAsync(root.Id);

        string name = $"{root.JwsIdentifier}.adem-configuration.society.example";
        Assert.Equal([name], found.InUse!.MissingNames);
        Assert.Contains(name, Assert.Single(found.Missing).ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(found.Steps);
    }

    /// <summary>Chains were once kept as they came: the certificate to revoke after a compromise is never that of the authority.</summary>
    [Fact]
    public async Task ChainThatIsKeptInTheWrongOrder_IsToldByTheBindingCertificate()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        RootCommitment former = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        string chain = await scene.IssueAsync();
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.Store.ChangeAsync(
            "ada",
            change =>
            {
                var kept = RootCommitment.Renew(former, change.Now);
                kept.Complete(
                    root, CertificateScene.Reversed(chain), former.Log(), MarkProfiles.Both, former.CertificateExpires!.Value, change.Now);
                change.Database.Add(kept);
                return Task.FromResult(true);
            },
            default);

        using X509Certificate2 binding = X509Certificate2.CreateFromPem(chain);
        Assert.Equal(binding.SerialNumber, (await scene.CertificatesAsync()).InUse!.Serial);
        Assert.Equal(
            binding.SerialNumber,
            (await scene.ReadAsync(d => BoundCertificate.OfAsync(d, root.Id, scene.Clock.Now, default)))[^1].Serial);
        Assert.True(await scene.ReadAsync(d => BindingKey.HadAsync(d, root.Id, former.ChainPem!, default)));
    }

    [Fact]
    public async Task ReserveWithItsCertificate_IsToBeRolledTo_AndARetiredKeyNeedsNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey reserve = await scene.NextRootAsync();
        await scene.CommitAsync(reserve);

        Assert.Contains(
            "Roll the root key",
            Assert.Single((await scene.CertificatesAsync(reserve.Id)).Steps).Says.ToString(),
            StringComparison.Ordinal);

        await scene.RetireKey.RunAsync("ada", reserve.Id, null, default);
        KeyCertificates ended = await scene.CertificatesAsync(reserve.Id);
        Assert.Empty(ended.Steps);
        Assert.Empty(ended.Missing);
        Assert.Single(ended.Certificates);
    }

    /// <summary>What a person brought, or did for another key, is no sign of a program that renews.</summary>
    [Fact]
    public async Task ProgramsThatRenew_AreToldByWhatTheyDidHere_AndNothingElse()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root), reserve = await scene.NextRootAsync();
        KeyCertificates before = await scene.CertificatesAsync();
        Assert.Equal((null, null), (before.LastChallenge, before.LastImport));

        scene.Clock.Now += TimeSpan.FromDays(1);
        DateTimeOffset challenged = scene.Clock.Now;
        await scene.Store.ChangeAsync(
            Actor.OfCommand("acme present"),
            change =>
            {
                change.Journal(ShowChallenge.Challenged, $"{root.Identifier}.adem-configuration.society.example");
                return Task.FromResult(true);
            },
            default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.Import().RunAsync(Actor.OfCommand(ImportCertificate.CommandWords), await scene.IssueAsync(), default);
        DateTimeOffset imported = scene.Clock.Now;
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.Import().RunAsync("ada", await scene.IssueAsync(), default);

        KeyCertificates after = await scene.CertificatesAsync();
        Assert.Equal((challenged, imported), (after.LastChallenge, after.LastImport));
        KeyCertificates other = await scene.CertificatesAsync(reserve.Id);
        Assert.Equal((null, null), (other.LastChallenge, other.LastImport));
    }
}
