using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Issuer.Worker;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// An organization's service without its surface: a database of its own, keys in files, a certificate authority and a log of the test's.
/// Two scenes can share a world of trust.
/// </summary>
internal sealed class IssuerScene : IAsyncDisposable
{
    public const string Officer = "officer";

    private readonly TemporaryFolder _folder = new();
    private readonly TestTrust _trust;
    private readonly bool _ownsTrust;

    private IssuerScene(string organization, TestTrust? trust, SettableClock? clock, string? connection)
    {
        Organization = OrganizationIdentifier.Parse(organization);
        Clock = clock ?? new SettableClock(TestTrust.Now);
        _ownsTrust = trust is null;
        _trust = trust ?? new TestTrust();
        string passphrase = _folder.Write("passphrase", "correct horse battery staple\n");
        File.WriteAllBytes(_folder.PathOf("logs.json"), _trust.LogList);
        File.WriteAllBytes(_folder.PathOf("roots.pem"), _trust.Authority.RootPem);
        Connection = connection ?? _folder.PathOf("issuer.db");
        Contexts = new IssuerContexts(new DatabaseOptions { Connection = Connection });
        var files = new FileCustodyOptions { Directory = _folder.PathOf("keys"), Passphrase = new SecretSource { File = passphrase } };
        Ring = new KeyRing([new OfflineKeyStore(), new QuickKeyStore(files)], new CustodyOptions().OpenKeys);
        Build();
    }

    public OrganizationIdentifier Organization { get; }

    /// <summary>Where its keys are, and its database if that is a file.</summary>
    public string Folder => _folder.FullPath;

    public SettableClock Clock { get; }

    public TestTrust Trust => _trust;

    public IssuingOptions Issuing { get; } = new();

    /// <summary>How the database is found.</summary>
    public string Connection { get; }

    public IssuerContexts Contexts { get; }

    public KeyRing Ring { get; }

    /// <summary>Woken by the store, as in the service.</summary>
    public WorkSignal Signal { get; } = new();

    public IssuerStore Store { get; private set; } = null!;

    public ProveCommitment Prove { get; private set; } = null!;

    public MakeKey MakeKey => new(Store, Ring);

    public RegisterOfflineKey RegisterOfflineKey => new(Store);

    public RequestCommitment RequestCommitment => new(Store);

    public CompleteCommitment CompleteCommitment => new(Store, Prove);

    public CompromiseOptions Compromise { get; } = new();

    public SuspendKey SuspendKey => new(Store, Ring, Notices, Clock);

    public ResumeKey ResumeKey => new(Store);

    public DeclareCompromise DeclareCompromise => new(Store, Ring, Compromise, Notices, Clock);

    public ConfirmCompromise ConfirmCompromise => new(Store, Ring);

    public TakeBackCompromise TakeBackCompromise => new(Store);

    public DecideCompromise DecideCompromise => new(Store);

    public NoticeWriter Notices => new(Store, new AlertsOptions());

    public RetireKey RetireKey => new(Store, Ring);

    public RollRoot RollRoot => new(Store, new RingKeys(Ring), Ring, Issuing, Clock);

    public AcceptSignatures AcceptSignatures => new(Store, Ring);

    public FollowUpCompromises FollowUpCompromises => new(Store, MakeKey, EndorseKey, Ring, Clock);

    public RenewEndorsements RenewEndorsements => new(Store, EndorseKey, Issuing, Clock);

    public EndorseKey EndorseKey => new(Store, new RingKeys(Ring), Issuing, Clock);

    public AskForEndorsement AskForEndorsement => new(Store, new RingKeys(Ring), Clock);

    public AcceptEndorsement AcceptEndorsement => new(Store, Prove, Clock);

    public ReceiveApplication ReceiveApplication => new(Store, new JudgeApplication(Store, Prove));

    /// <summary>Who may approve, without a waiting time.</summary>
    public MayApprove MayApprove { get; } = new(TimeSpan.Zero);

    public DecideApplication DecideApplication => new(Store, MayApprove);

    public RevokeEndorsement RevokeEndorsement => new(Store, MayApprove);

    public EndorseApplicant EndorseApplicant => new(Store, new RingKeys(Ring), Clock);

    public AddAsset AddAsset => new(Store);

    public ImportAssets ImportAssets => new(Store, Clock);

    public DeclareAssets DeclareAssets => new(Store);

    public MarkAssets MarkAssets => new(Store);

    public WithdrawAssets WithdrawAssets => new(Store);

    public AddData AddData => new(Store);

    public ActOnData ActOnData => new(Store);

    public SignsOfData SignsOfData => new(Store, Clock);

    public SetProfiles SetProfiles => new(Store);

    public LeaveProfiles LeaveProfiles => new(Store, Clock);

    public IssueEmblems IssueEmblems { get; private set; } = null!;

    /// <summary>A scene with the organization set up, and nothing else.</summary>
    public static async Task<IssuerScene> StartAsync(
        string organization = "https://society.example",
        OrganizationRoles roles = OrganizationRoles.Issuer,
        TestTrust? trust = null,
        SettableClock? clock = null,
        string? connection = null)
    {
        var scene = new IssuerScene(organization, trust, clock, connection);
        if (connection is null)
        {
            await MigratedFile.CopyAsync(scene.Connection);
        }
        else if ((await scene.Contexts.PendingAsync(default)).Count > 0)
        {
            await scene.Contexts.MigrateAsync(default);
        }

        await new SetUpOrganization(scene.Store).CreateAsync("administrator", scene.Organization, "The organization", roles, default);
        return scene;
    }

    /// <summary>A scene whose root key is committed to, and whose emblem key is endorsed.</summary>
    public static async Task<IssuerScene> ReadyAsync(
        string organization = "https://society.example",
        OrganizationRoles roles = OrganizationRoles.Issuer,
        TestTrust? trust = null,
        SettableClock? clock = null,
        string? connection = null)
    {
        IssuerScene scene = await StartAsync(organization, roles, trust, clock, connection);
        await scene.CommitAsync(
            await scene.MakeKey.RunAsync("administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default));
        OrganizationKey emblemKey = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective | Purposes.Indicative, default);
        return scene;
    }

    /// <summary>Makes people who may approve, unless they are there.</summary>
    public Task ApproversAsync(params string[] handles) => Store.ChangeAsync(
        "operator",
        async change =>
        {
            foreach (string handle in handles)
            {
                (await AddPerson.FindAsync(change, handle, default) ?? AddPerson.In(change, handle)).GiveApproving(change.Now);
            }
        },
        default);

    /// <summary>Commits to a root key, as the web PKI would.</summary>
    public async Task CommitAsync(OrganizationKey key)
    {
        RootCommitment asked = await RequestCommitment.RunAsync("administrator", key.Id, default);
        await CompleteCommitment.RunAsync("administrator", key.Id, _trust.Certify(asked.RequestPem), default);
    }

    /// <summary>A logged certificate that names a root key in the CWT profile only, as those from before were.</summary>
    public string OldCertificate(OrganizationKey key)
    {
        string chain = TestAuthority.Pem(
            _trust.Authority.Issue(BindingNames.Wanted(Organization, KeyIdentifier.Parse(key.Identifier)), [_trust.Log]));
        _trust.Log.Publish();
        return chain;
    }

    /// <summary>A pending root key on this machine, made while another is in use.</summary>
    public Task<OrganizationKey> NextRootAsync() =>
        MakeKey.RunAsync("administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);

    /// <summary>The key of a use that is in use.</summary>
    public Task<OrganizationKey> InUseAsync(KeyUse use) =>
        ReadAsync(d => d.Keys.SingleAsync(k => k.Use == use && k.State == KeyState.Active));

    public Task<OrganizationKey> KeyAsync(Guid id) => ReadAsync(d => d.Keys.SingleAsync(k => k.Id == id));

    /// <summary>A key that one officer declares compromised, and another confirms.</summary>
    public async Task<KeyCompromise> CompromisedAsync(Guid key)
    {
        KeyCompromise declared = await DeclareCompromise.RunAsync(Officer, key, null, "the laptop was stolen", default);
        return await ConfirmCompromise.RunAsync("second officer", declared.Id, null, default);
    }

    /// <summary>Answers a signing request, as the other machine would.</summary>
    public Task AnswerAsync(PendingSigning signing, SigningKey elsewhere) => AcceptSignatures.RunAsync(
        "administrator", signing.Id, signing.ToRequest().Answer(elsewhere).ToBytes(), default);

    /// <summary>What a validator finds of an asset's set now.</summary>
    public async Task<Verdict> JudgeAsync(string name, TokenProfile profile = TokenProfile.Cwt) => TrustPolicy.Default.Decide(
        new EmblemVerifier(new VerifierOptions()).Verify(await SetAsync(name, profile), HeldEvidence.AssumeCommittedUnsafe, Clock.Now),
        AssetIdentifier.Parse(name));

    /// <summary>An asset that was declared and whose zone is ours.</summary>
    public async Task<Asset> ListedAsync(string name, Purposes purposes = Purposes.Protective)
    {
        Asset asset = await AddAsset.RunAsync(Officer, DomainName.Parse(name), purposes, null, default);
        await DeclareAssets.RunAsync(Officer, [asset.Id], default);
        await Store.ChangeAsync(Officer, async c => (await c.GetAsync<Asset>(asset.Id, null, default)).ProveControl(c.Now), default);
        return asset;
    }

    /// <summary>An asset whose emblem is due.</summary>
    public async Task<Asset> MarkedAsync(string name, Purposes purposes = Purposes.Protective)
    {
        Asset asset = await ListedAsync(name, purposes);
        await MarkAssets.RunAsync(Officer, [asset.Id], default);
        return asset;
    }

    /// <summary>Many assets whose emblems are due, in one step.</summary>
    public async Task ManyMarkedAsync(IReadOnlyList<string> names)
    {
        await ImportAssets.RunAsync(
            Officer, [.. names.Select((n, i) => new AssetRow(i + 1, DomainName.Parse(n), Purposes.Protective, null))], default);
        await Store.ChangeAsync(
            Officer,
            async change =>
            {
                foreach (Asset asset in await change.Database.Assets.Where(a => a.State == AssetState.Listed).ToListAsync())
                {
                    asset.Declare(Officer, change.Now);
                    asset.ProveControl(change.Now);
                    asset.Mark(change.Now);
                }
            },
            default);
    }

    /// <summary>Data that were asked for and declared.</summary>
    public async Task<MarkedData> ListedDataAsync(DataRoot root, Purposes purposes = Purposes.Protective, TimeSpan? lifetime = null)
    {
        await AddData.RunAsync(Officer, root, purposes, lifetime, null, default);
        return await ActOnData.DeclareAsync(Officer, root, null, default);
    }

    /// <summary>Data whose sign is due.</summary>
    public async Task<MarkedData> MarkedDataAsync(DataRoot root, Purposes purposes = Purposes.Protective, TimeSpan? lifetime = null)
    {
        await ListedDataAsync(root, purposes, lifetime);
        return await ActOnData.MarkAsync(Officer, root, null, default);
    }

    /// <summary>The data of a root.</summary>
    public Task<MarkedData> DataAsync(DataRoot root) => ReadAsync(d => d.Data.SingleAsync(m => m.Root == root));

    /// <summary>What those who check find of the sign that is given out for a root now.</summary>
    public async Task<Verdict> JudgeAsync(DataRoot root) => DataSign.Read((await SignsOfData.InForceAsync(root, default)).Bundle)
        .Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, Clock.Now);

    public Task<T> ReadAsync<T>(Func<IssuerContext, Task<T>> read) => Store.ReadAsync(read);

    public Task<Asset> AssetAsync(string name)
    {
        var domain = DomainName.Parse(name);
        return ReadAsync(d => d.Assets.SingleAsync(a => a.Name == domain));
    }

    /// <summary>The set of a profile that belongs into the DNS for an asset now.</summary>
    public Task<UnverifiedTokens> SetAsync(string name, TokenProfile profile = TokenProfile.Cwt) => ReadAsync(async d =>
    {
        var domain = DomainName.Parse(name);
        Asset asset = await d.Assets.SingleAsync(a => a.Name == domain);
        EmblemSets sets = await EmblemSets.LoadAsync(d, [asset], Clock.Now, default);
        return UnverifiedTokens.Read(sets.Of(asset).Single(s => s.Profile == profile).ToFile());
    });

    /// <summary>Another instance on the same database.</summary>
    public IssueEmblems AnotherInstance() => new(Store, new RingKeys(Ring), Issuing, Instance.New(), Clock);

    public async ValueTask DisposeAsync()
    {
        await Ring.DisposeAsync();
        Prove.Dispose();
        if (_ownsTrust)
        {
            _trust.Dispose();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private void Build()
    {
        Store = new IssuerStore(Contexts, Clock, Signal);
        Prove = new ProveCommitment(new TransparencyOptions
        {
            LogList = _folder.PathOf("logs.json"),
            Roots = _folder.PathOf("roots.pem"),
            Online = false,
        }, Clock);
        IssueEmblems = new IssueEmblems(Store, new RingKeys(Ring), Issuing, Instance.New(), Clock);
    }
}
