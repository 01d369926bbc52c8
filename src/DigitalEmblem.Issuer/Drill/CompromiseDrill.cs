using System.Diagnostics;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// A compromise of the emblem key and then of the root key, from the declaration to the end, as an organization would go through them. An
/// observer looks at the names after each step, and every ten minutes of the drill's time.
/// </summary>
internal sealed class CompromiseDrill(DrillScene scene, DrillObserver observer, Func<DrillStep, Task> tell)
{
    private const string Admin = "ada", First = "olga", Second = "otto";

    private const int MostSteps = 8;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(10);

    private readonly string[] _names = ["www.society.example", "mail.society.example", "clinic.society.example"];
    private readonly DrillData _data = new(scene);
    private readonly DrillKeys _keys = new(scene, Admin);
    private readonly List<byte[]> _lost = [];
    private readonly List<DrillStep> _steps = [];
    private readonly Dictionary<string, TimeSpan> _unmarked = [];
    private readonly List<string> _faults = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private List<DrillSight> _seen = [];
    private int _looks;

    /// <summary>Runs it.</summary>
    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        await SetUpAsync(cancellationToken);
        await EmblemKeyAsync(cancellationToken);
        await RootKeyAsync(cancellationToken);
        await EndAsync(cancellationToken);
        return new DrillReport(
            _steps,
            _names.ToDictionary(n => n, n => _unmarked.GetValueOrDefault(n)),
            _looks,
            Stopwatch.GetElapsedTime(_start).TotalSeconds);
    }

    private async Task SetUpAsync(CancellationToken cancellationToken) => await StepAsync(
        "the drill",
        "makes an organization in a sandbox: a root key with its certificate, an emblem key, three marked names, marked data, a name "
            + "server",
        null,
        async () =>
        {
            await scene.Get<SetUpOrganization>().CreateAsync(
                Admin, OrganizationIdentifier.Parse("https://society.example"), "Drill", OrganizationRoles.Issuer, cancellationToken);
            await scene.Get<SetTarget>().AddAsync(
                Admin, TargetKind.DnsUpdate, DomainName.Parse("society.example"), scene.NameServer.ToString(), null, 60, cancellationToken);
            OrganizationKey root = await _keys.MakeAsync(KeyUse.Root, SignatureAlgorithm.ES384, cancellationToken);
            await _keys.CommitAsync(root.Id, cancellationToken);
            OrganizationKey emblemKey = await _keys.MakeAsync(KeyUse.Emblem, SignatureAlgorithm.Ed25519, cancellationToken);
            await scene.Get<EndorseKey>().RunAsync(Admin, emblemKey.Id, Purposes.Protective, cancellationToken);
            foreach (string name in _names)
            {
                Asset asset = await scene.Get<AddAsset>().RunAsync(
                    First, DomainName.Parse(name), Purposes.Protective, null, cancellationToken);
                await scene.Get<DeclareAssets>().RunAsync(First, [asset.Id], cancellationToken);
                await scene.Store.ChangeAsync(
                    First, async c => (await c.GetAsync<Asset>(asset.Id, null, cancellationToken)).ProveControl(c.Now), cancellationToken);
                await scene.Get<MarkAssets>().RunAsync(First, [asset.Id], cancellationToken);
            }

            await _data.MarkAsync(First, cancellationToken);
            await WorkAsync(cancellationToken);
        },
        cancellationToken);

    private async Task EmblemKeyAsync(CancellationToken cancellationToken)
    {
        await PassAsync(TimeSpan.FromHours(1), cancellationToken);
        Guid key = (await _keys.InUseAsync(KeyUse.Emblem, cancellationToken)).Id;
        KeyCompromise declared = await DeclareAsync(key, "declares the emblem key compromised; it is suspended at once", cancellationToken);
        await PassAsync(TimeSpan.FromMinutes(20), cancellationToken);
        await StepAsync(
            $"{Second} (officer)",
            "confirms it; the service makes a new key, has the root key endorse it, issues and publishes all emblems anew",
            $"POST /api/v1/compromises/{declared.Id}/confirm (If-Match)",
            async () =>
            {
                await scene.Get<ConfirmCompromise>().RunAsync(Second, declared.Id, null, cancellationToken);
                await WorkAsync(cancellationToken);
                await RequireStepAsync(declared.Id, CompromiseStep.Republished, cancellationToken);
            },
            cancellationToken);
        Require(!_seen.Any(s => s.RestsOnLostKey), $"A name still shows a set by the lost emblem key.");
        await AttachAsync(cancellationToken);
    }

    private async Task RootKeyAsync(CancellationToken cancellationToken)
    {
        await PassAsync(TimeSpan.FromHours(1), cancellationToken);
        Guid key = (await _keys.InUseAsync(KeyUse.Root, cancellationToken)).Id;
        KeyCompromise declared = await DeclareAsync(key, "declares the root key compromised; it is suspended at once", cancellationToken);
        await PassAsync(declared.GoesOnAt - scene.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), cancellationToken);
        await RequireStepAsync(declared.Id, CompromiseStep.Declared, cancellationToken);
        scene.Clock.Pass(TimeSpan.FromMinutes(1));
        await StepAsync(
            "the service",
            "carries on by itself, because nobody has confirmed or taken it back in time; it makes a new root key, and waits for people",
            null,
            async () =>
            {
                await WorkAsync(cancellationToken);
                await RequireStepAsync(declared.Id, CompromiseStep.NewKey, cancellationToken);
                await RequireAlertAsync(cancellationToken);
            },
            cancellationToken);
        await WithdrawOneAsync(declared.Id, cancellationToken);
        await PassAsync(TimeSpan.FromMinutes(40), cancellationToken);
        Guid next = (await _keys.CompromiseAsync(declared.Id, cancellationToken)).NewKeyId
            ?? throw new RefusedException(Refusal.NotReady, $"The drill's compromise has no new key.");
        await StepAsync(
            $"{Admin} (administrator)",
            "has the old certificate revoked and a new one issued, imports its chain, and has the new root key endorse the emblem key",
            $"POST /api/v1/keys/{next}/commitment/request, /commitment, /endorse; /compromises/{declared.Id}/certificate-revoked",
            async () =>
            {
                await scene.Get<NoteCertificateRevoked>().RunAsync(Admin, declared.Id, null, "in the drill", cancellationToken);
                await _keys.CommitAsync(next, cancellationToken);
                await scene.Get<EndorseKey>().RunAsync(
                    Admin, (await _keys.InUseAsync(KeyUse.Emblem, cancellationToken)).Id, Purposes.Protective, cancellationToken);
                await WorkAsync(cancellationToken);
                await RequireStepAsync(declared.Id, CompromiseStep.Republished, cancellationToken);
            },
            cancellationToken);
        Require(!_seen.Any(s => s.RestsOnLostKey), $"A name still shows a set by the lost root key.");
        await AttachAsync(cancellationToken);
    }

    private Task AttachAsync(CancellationToken cancellationToken) => StepAsync(
        "who keeps the marked data",
        "fetches their new sign and attaches it: until then the one beside the data is by the lost key, and no one else replaces it",
        _data.Call,
        async () => Require(await _data.IsSignedAnewAsync(_lost, cancellationToken), $"The sign of the data is still by a lost key."),
        cancellationToken);

    private async Task WithdrawOneAsync(Guid compromise, CancellationToken cancellationToken)
    {
        var name = DomainName.Parse(_names[1]);
        Guid asset = await scene.Store.ReadAsync(d => d.Assets.Where(a => a.Name == name).Select(a => a.Id).FirstAsync(cancellationToken));
        await StepAsync(
            $"{Second} (officer)",
            $"decides that {name} is withdrawn meanwhile; a person other than {First}, who declared it, decides that",
            $"POST /api/v1/compromises/{compromise}/decide {{\"decision\": \"Withdraw\", \"assets\": [\"{asset}\"], "
                + "\"reason\": \"…\"} (If-Match)",
            async () =>
            {
                await scene.Get<DecideCompromise>().RunAsync(
                    Second, compromise, null, [asset], CompromiseDecision.Withdraw, "the drill", cancellationToken);
                await WorkAsync(cancellationToken);
            },
            cancellationToken);
        Require(!_seen[1].IsMarked, $"{name} was withdrawn, and is still seen.");
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var name = DomainName.Parse(_names[1]);
        await StepAsync(
            $"{First} (officer)",
            $"marks {name} again; the alerts are cleared in the next round of watching",
            "POST /api/v1/assets/mark",
            async () =>
            {
                Guid asset = await scene.Store.ReadAsync(
                    d => d.Assets.Where(a => a.Name == name).Select(a => a.Id).FirstAsync(cancellationToken));
                await scene.Get<MarkAssets>().RunAsync(First, [asset], cancellationToken);
                await WorkAsync(cancellationToken);
                await scene.Get<Watch>().RoundAsync(cancellationToken);
                List<Sentence> open = await scene.Store.ReadAsync(d => d.Alerts.Where(a => a.ClearedAt == null)
                    .Select(a => a.Text).ToListAsync(cancellationToken));
                Require(open.Count == 0, $"An alert is still open: {open.FirstOrDefault()}");
                JournalAuditResult audit = await scene.Store.ReadAsync(d => JournalAudit.RunAsync(d, null, cancellationToken));
                Require(audit.Faults.Count == 0, $"The journal is not as it was written: {string.Join(" ", audit.Faults.Take(1))}");
            },
            cancellationToken);
        Require(_seen.All(s => s.IsMarked), $"Not all names are marked at the end.");
    }

    private async Task<KeyCompromise> DeclareAsync(Guid key, string what, CancellationToken cancellationToken)
    {
        KeyCompromise? declared = null;
        await StepAsync(
            $"{First} (officer)",
            what + ", and people are told",
            $"POST /api/v1/keys/{key}/compromise {{\"reason\": \"…\"}}",
            async () =>
            {
                declared = await scene.Get<DeclareCompromise>().RunAsync(First, key, null, "the drill", cancellationToken);
                _lost.Add(await scene.Store.ReadAsync(
                    d => d.Keys.Where(k => k.Id == key).Select(k => k.PublicKey).FirstAsync(cancellationToken)));
                await RequireAlertAsync(cancellationToken);
                await WorkAsync(cancellationToken);
            },
            cancellationToken);
        return declared!;
    }

    private async Task StepAsync(string who, string what, string? call, Func<Task> act, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan at = scene.Clock.Passed;
        try
        {
            await act();
        }
        catch (RefusedException e)
        {
            _faults.Add(e.Message);
        }

        await LookAsync(cancellationToken);
        Require(_seen.All(s => s.Dns == s.WellKnown), $"The DNS and the well-known resource do not tell the same.");
        var step = new DrillStep(at, who, what, call, Stopwatch.GetElapsedTime(start).TotalSeconds, _seen, [.. _faults]);
        _faults.Clear();
        _steps.Add(step);
        await tell(step);
    }

    /// <summary>Lets time pass, with the service at work. What is seen at a look counts until the next.</summary>
    private async Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= BetweenLooks)
        {
            TimeSpan part = left < BetweenLooks ? left : BetweenLooks;
            foreach (DrillSight sight in _seen.Where(s => !s.IsMarked))
            {
                _unmarked[sight.Name] = _unmarked.GetValueOrDefault(sight.Name) + part;
            }

            scene.Clock.Pass(part);
            await scene.Get<WorkRound>().RunAsync(cancellationToken);
            await LookAsync(cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var seen = new List<DrillSight>();
        foreach (string name in _names)
        {
            seen.Add(await observer.LookAsync(name, _lost, cancellationToken));
        }

        _looks++;
        _seen = seen;
    }

    /// <summary>What the service's loop does in some seconds: a round for each step of a compromise, until it waits for people.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostSteps; i++)
        {
            await scene.Get<WorkRound>().RunAsync(cancellationToken);
            if (!await scene.Store.ReadAsync(
                d => d.Compromises.AnyAsync(c => c.Step < CompromiseStep.Republished && c.WaitsFor == null, cancellationToken)))
            {
                break;
            }
        }

        // What was decided last is carried out.
        await scene.Get<WorkRound>().RunAsync(cancellationToken);
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    private async Task RequireStepAsync(Guid id, CompromiseStep step, CancellationToken cancellationToken)
    {
        KeyCompromise compromise = await _keys.CompromiseAsync(id, cancellationToken);
        Require(compromise.Step == step, $"The compromise is at '{compromise.Step}' and not at '{step}': {compromise.WaitsFor}");
    }

    private async Task RequireAlertAsync(CancellationToken cancellationToken) => Require(
        await scene.Store.ReadAsync(d => d.Alerts.AnyAsync(
            a => a.Kind == AlertKind.CompromiseDeclared && a.ClearedAt == null && d.Notices.Any(n => n.GroupId == a.RaisedIn),
            cancellationToken)),
        $"No alert about the compromise stands, or people were not told.");
}
