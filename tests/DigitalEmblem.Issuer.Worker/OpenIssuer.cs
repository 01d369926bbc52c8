using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>An instance of the service without its surface, on what others have set up: a folder with keys, and a database.</summary>
internal sealed class OpenIssuer : IAsyncDisposable
{
    private readonly KeyRing _ring;
    private readonly ProveCommitment _prove;
    private readonly Resolver _resolver;

    /// <summary>Opens it, as the service would.</summary>
    /// <param name="folder">Where keys and trust lie, as a scene of the tests leaves them.</param>
    /// <param name="connection">The database; null for the file in the folder.</param>
    /// <param name="tsigKeyFile">The TSIG key of the targets.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="issuing">How emblems are issued.</param>
    public OpenIssuer(string folder, string? connection, string? tsigKeyFile, TimeProvider clock, IssuingOptions issuing)
        : this(folder, connection, clock, issuing, PublishingWith(tsigKeyFile), new FileKeyStore(Files(folder)), null)
    {
    }

    private OpenIssuer(
        string folder,
        string? connection,
        TimeProvider clock,
        IssuingOptions issuing,
        PublishingOptions publishing,
        IKeyStore files,
        Steps? steps)
    {
        string Path(string name) => System.IO.Path.Combine(folder, name);
        IReadOnlyList<IInterceptor> interceptors = steps is null ? [] : new DatabaseSteps(steps).Interceptors;
        _ring = new KeyRing([new OfflineKeyStore(), steps is null ? files : new KeySteps(files, steps)], new CustodyOptions().OpenKeys);
        Store = new IssuerStore(
            new IssuerContexts(new DatabaseOptions { Connection = connection ?? Path("issuer.db") }, interceptors), clock);
        var keys = new RingKeys(_ring);
        _prove = new ProveCommitment(
            new TransparencyOptions { LogList = Path("logs.json"), Roots = Path("roots.pem"), Online = false }, clock);
        var instance = Instance.New();
        _resolver = new Resolver(publishing);
        MakeKey = new MakeKey(Store, _ring);
        EndorseKey = new EndorseKey(Store, keys, issuing, clock);
        WithdrawAssets = new WithdrawAssets(Store);
        IssueEmblems = new IssueEmblems(Store, keys, issuing, instance, clock);
        PublishSets = new PublishSets(
            Store, publishing, issuing, _resolver, instance, clock, steps is null ? null : (_, zone) => new ZoneSteps(zone, steps));
        // The service confirms it by itself in its next round, so that an action is whole without a second person.
        DeclareCompromise = new DeclareCompromise(
            Store, _ring, new CompromiseOptions { ConfirmAfter = TimeSpan.Zero }, new NoticeWriter(Store, new AlertsOptions()), clock);
        FollowUpCompromises = new FollowUpCompromises(Store, MakeKey, EndorseKey, _ring, clock);
    }

    /// <summary>
    /// Opens one that ends at a step, or that follows on one. Its keys are those of fixtures, and it publishes one name after another: its
    /// steps are the same whenever it does the same.
    /// </summary>
    public static OpenIssuer ThatEnds(string folder, string tsigKeyFile, TimeProvider clock, Steps? steps)
    {
        PublishingOptions publishing = PublishingWith(tsigKeyFile);
        publishing.Concurrency = 1;
        return new OpenIssuer(folder, null, clock, new IssuingOptions(), publishing, new QuickKeyStore(Files(folder)), steps);
    }

    public IssuerStore Store { get; }

    public MakeKey MakeKey { get; }

    public EndorseKey EndorseKey { get; }

    public WithdrawAssets WithdrawAssets { get; }

    public IssueEmblems IssueEmblems { get; }

    public PublishSets PublishSets { get; }

    public DeclareCompromise DeclareCompromise { get; }

    public FollowUpCompromises FollowUpCompromises { get; }

    /// <summary>What the service's own loop does, until nothing is due.</summary>
    public async Task RunAsync()
    {
        do
        {
            do
            {
                await FollowUpCompromises.RunAsync(default);
            }
            while (await IssueEmblems.RunAsync(default) + await PublishSets.RunAsync(default) > 0);
        }
        while (await Store.ReadAsync(d => d.Compromises.AnyAsync(c => c.Step < CompromiseStep.Republished && c.WaitsFor == null)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ring.DisposeAsync();
        _prove.Dispose();
        await _resolver.DisposeAsync();
    }

    private static FileCustodyOptions Files(string folder) =>
        new() { Directory = Path.Combine(folder, "keys"), Passphrase = new SecretSource { File = Path.Combine(folder, "passphrase") } };

    private static PublishingOptions PublishingWith(string? tsigKeyFile)
    {
        var publishing = new PublishingOptions
        {
            Resolver = "127.0.0.1:1",
            Timeout = TimeSpan.FromSeconds(5),
            ReadBack = TimeSpan.FromSeconds(5),
        };
        if (tsigKeyFile is not null)
        {
            publishing.TsigKeys["key"] = tsigKeyFile;
        }

        return publishing;
    }
}
