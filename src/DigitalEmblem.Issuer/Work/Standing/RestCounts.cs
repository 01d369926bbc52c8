using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Standing;

/// <summary>Everything that the overview counts but names, by one statement with a part for each count.</summary>
internal sealed record RestCounts
{
    // Alerts that another need tells of are not counted twice.
    private static readonly AlertKind[] OfEmblems =
    [
        AlertKind.Missing, AlertKind.Altered, AlertKind.UnknownEmblem, AlertKind.WithdrawnIsThere, AlertKind.NotAccepted,
        AlertKind.NotPublished, AlertKind.NotRenewed,
    ];

    private static readonly AlertKind[] ToldOtherwise =
    [
        .. OfEmblems, AlertKind.DeclarationEnding, AlertKind.EndorsementExpiring, AlertKind.CertificateExpiring, AlertKind.KeySuspended,
        AlertKind.CompromiseDeclared, AlertKind.ApplicationWaits, AlertKind.SigningWaits, AlertKind.AccessWaits, AlertKind.CompromiseWaits,
        AlertKind.MarkWaits,
    ];

    // The beginning of each root of data, and of no name.
    private const string OfData = "adem-data:";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30), RevocationHolds = TimeSpan.FromDays(1);

    public required int Due { get; init; }

    public required int Failed { get; init; }

    public required int NotIssued { get; init; }

    public required DateTimeOffset? WatchedAt { get; init; }

    public required DateTimeOffset? NextEndorsementEnd { get; init; }

    public required DateTimeOffset? NextCertificateEnd { get; init; }

    public required (int Count, DateTimeOffset? At) ToConfirm { get; init; }

    public required (int Count, DateTimeOffset? At) ToCarryOn { get; init; }

    public required (int Count, DateTimeOffset? At) EmblemAlerts { get; init; }

    public required (int Count, DateTimeOffset? At) OtherAlerts { get; init; }

    public required int Suspended { get; init; }

    public required (int Count, DateTimeOffset? At) EndingEndorsements { get; init; }

    public required int EndingCertificates { get; init; }

    public required (int Count, DateTimeOffset? At) Signings { get; init; }

    public required (int Count, DateTimeOffset? At) Revocations { get; init; }

    public required (int Count, DateTimeOffset? At) ToDecide { get; init; }

    public required (int Count, DateTimeOffset? At) ToSign { get; init; }

    public required (int Count, DateTimeOffset? At) Proposals { get; init; }

    public required (int Count, DateTimeOffset? At) Marks { get; init; }

    public required (int Count, DateTimeOffset? At) ToDeclare { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="d">The database.</param>
    /// <param name="handle">The person, in lower case.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RestCounts> ReadAsync(
        IssuerContext d, string handle, DateTimeOffset now, CancellationToken cancellationToken)
    {
        DateTimeOffset soon = now + Soon, asked = now - RevocationHolds, lapsed = now - AccessProposal.Lifetime;
#pragma warning disable CA1304, CA1311, CA1862 // These become lower() of the database; handles are ASCII.
        IQueryable<KeyCompromise> confirm = d.Compromises.Where(
            c => c.Step == CompromiseStep.Declared && c.DeclaredBy.ToLower() != handle);
        IQueryable<KeyCompromise> carryOn = d.Compromises.Where(
            c => c.Step > CompromiseStep.Declared && c.Step < CompromiseStep.Republished && c.WaitsFor != null);
        IQueryable<Alert> open = d.Alerts.Where(a => a.ClearedAt == null);
        IQueryable<Alert> ofEmblems = open.Where(a => OfEmblems.Contains(a.Kind));
        // Declarations about names are a need of their own, and those about data are not.
        IQueryable<Alert> others = open.Where(a => !ToldOtherwise.Contains(a.Kind)
            || (a.Kind == AlertKind.DeclarationEnding && a.Subject.StartsWith(OfData)));
        IQueryable<HeldEndorsement> held = d.Endorsements.Where(e => e.State == EndorsementState.Current && e.SignerKeyId == null
            && d.Keys.Any(k => k.Id == e.KeyId && k.State == KeyState.Active));
        IQueryable<HeldEndorsement> ending = held.Where(e => e.Expires < soon);
        // Of the certificates for a key the one that was completed last is in use.
        IQueryable<RootCommitment> certificates = d.Commitments.Where(c => c.CertificateExpires != null
            && d.Keys.Any(k => k.Id == c.KeyId && k.State == KeyState.Active && k.Use == KeyUse.Root)
            && !d.Commitments.Any(l => l.KeyId == c.KeyId && l.CompletedAt > c.CompletedAt));
        IQueryable<GivenEndorsement> revocations = d.Register.Where(g => g.RevokedSince == null && g.RevocationAskedAt > asked
            && g.Expires > now && g.RevocationAskedBy!.ToLower() != handle);
        IQueryable<Application> decide = d.Applications.Where(a => a.State == ApplicationState.Received
            && !a.Sendings.Any(s => s.Sender.ToLower() == handle) && !a.Approvals.Any(p => p.Approver.ToLower() == handle));
        IQueryable<Application> sign = d.Applications.Where(a => a.State == ApplicationState.Approved);
        IQueryable<AccessProposal> proposals = d.AccessProposals.Where(p => p.State == ProposalState.Open && p.ProposedAt > lapsed
            && p.ProposedBy.ToLower() != handle && p.Handle.ToLower() != handle);
        IQueryable<MarkProposal> marks = d.MarkProposals.WhereOpenAt(now).Where(p => p.ProposedBy.ToLower() != handle);
#pragma warning restore CA1304, CA1311, CA1862
        IQueryable<Asset> declare = d.Assets.Where(a => a.DeclaredUntil < soon && a.State == AssetState.Marked);
        // The head of the journal is one row: what stands beside it is read by one statement.
        var all = await d.Heads.Select(_ => new
        {
            Due = d.Publications.Count(p => p.State == PublicationState.Due),
            Failed = d.Publications.Count(p => p.Failure != PublicationFailure.None),
            NotIssued = d.Assets.Count(a => a.State == AssetState.Marked && a.NotIssued != null),
            WatchedAt = d.Vantages.Max(v => v.WholeRoundAt),
            NextEndorsementEnd = held.Where(e => e.Expires > now).Min(e => (DateTimeOffset?)e.Expires),
            NextCertificateEnd = certificates.Min(c => c.CertificateExpires),
            Confirm = confirm.Count(),
            ConfirmAt = confirm.Min(c => (DateTimeOffset?)c.GoesOnAt),
            CarryOn = carryOn.Count(),
            CarryOnAt = carryOn.Min(c => (DateTimeOffset?)c.ReachedAt),
            OfEmblems = ofEmblems.Count(),
            OfEmblemsAt = ofEmblems.Min(a => (DateTimeOffset?)a.Since),
            Others = others.Count(),
            OthersAt = others.Min(a => (DateTimeOffset?)a.Since),
            Suspended = d.Keys.Count(k => k.SuspendedAt != null && (k.State == KeyState.Active || k.State == KeyState.Pending)),
            Endorsements = ending.Count(),
            EndorsementsAt = ending.Min(e => (DateTimeOffset?)e.Expires),
            // These tell also of the root key's own endorsements that are not renewed.
            EndorsementAlerts = open.Count(a => a.Kind == AlertKind.EndorsementExpiring),
            Certificates = certificates.Count(c => c.CertificateExpires < soon),
            Signings = d.Signings.WhereOpen().Count(),
            SigningsAt = d.Signings.WhereOpen().Min(s => (DateTimeOffset?)s.AskedAt),
            Revocations = revocations.Count(),
            RevocationsAt = revocations.Min(g => g.RevocationAskedAt),
            Decide = decide.Count(),
            DecideAt = decide.Min(a => (DateTimeOffset?)a.ReceivedAt),
            Sign = sign.Count(),
            SignAt = sign.Min(a => (DateTimeOffset?)a.ReceivedAt),
            Proposals = proposals.Count(),
            ProposalsAt = proposals.Min(p => (DateTimeOffset?)p.ProposedAt),
            Marks = marks.Count(),
            MarksAt = marks.Min(p => (DateTimeOffset?)p.ProposedAt),
            Declare = declare.Count(),
            DeclareAt = declare.Min(a => a.DeclaredUntil),
        }).FirstAsync(cancellationToken);
        return new RestCounts
        {
            Due = all.Due,
            Failed = all.Failed,
            NotIssued = all.NotIssued,
            WatchedAt = all.WatchedAt,
            NextEndorsementEnd = all.NextEndorsementEnd,
            NextCertificateEnd = all.NextCertificateEnd,
            ToConfirm = (all.Confirm, all.ConfirmAt),
            ToCarryOn = (all.CarryOn, all.CarryOnAt),
            EmblemAlerts = (all.OfEmblems, all.OfEmblemsAt),
            OtherAlerts = (all.Others, all.OthersAt),
            Suspended = all.Suspended,
            EndingEndorsements = (Math.Max(all.Endorsements, all.EndorsementAlerts), all.EndorsementsAt),
            EndingCertificates = all.Certificates,
            Signings = (all.Signings, all.SigningsAt),
            Revocations = (all.Revocations, all.RevocationsAt),
            ToDecide = (all.Decide, all.DecideAt),
            ToSign = (all.Sign, all.SignAt),
            Proposals = (all.Proposals, all.ProposalsAt),
            Marks = (all.Marks, all.MarksAt),
            ToDeclare = (all.Declare, all.DeclareAt),
        };
    }

    /// <summary>What has to be done, by people of any role.</summary>
    public IEnumerable<Need> Needs() =>
    [
        Of(NeedKind.ConfirmCompromise, ToConfirm),
        Of(NeedKind.CarryOnCompromise, ToCarryOn),
        Of(NeedKind.LookAfterEmblems, EmblemAlerts),
        new(NeedKind.MendIssuing, NotIssued, null),
        new(NeedKind.ResumeKeys, Suspended, null),
        Of(NeedKind.RenewEndorsements, EndingEndorsements),
        new(NeedKind.RenewCertificates, EndingCertificates, NextCertificateEnd),
        Of(NeedKind.BringSignatures, Signings),
        Of(NeedKind.ConfirmRevocations, Revocations),
        Of(NeedKind.DecideApplications, ToDecide),
        Of(NeedKind.SignApplications, ToSign),
        Of(NeedKind.DecideAccess, Proposals),
        Of(NeedKind.DecideMarks, Marks),
        Of(NeedKind.DeclareAgain, ToDeclare),
        Of(NeedKind.LookAtAlerts, OtherAlerts),
    ];

    private static Need Of(NeedKind kind, (int Count, DateTimeOffset? At) what) => new(kind, what.Count, what.At);
}
