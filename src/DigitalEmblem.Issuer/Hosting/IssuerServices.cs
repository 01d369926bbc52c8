using DigitalEmblem.Discovery;
using DigitalEmblem.Extensions;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Watching.Logs;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Keeping;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Risks;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Issuer.Work.Standing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class IssuerServices
{
    public static IServiceCollection AddIssuer(this IServiceCollection services, IssuerOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(options.Issuing);
        services.AddSingleton(options.Marking);
        services.AddSingleton(options.Entitlement);
        services.AddSingleton(options.Compromise);
        services.AddSingleton(options.Retention);
        services.AddSingleton(options.Publishing);
        services.AddSingleton(options.Transparency);
        services.AddSingleton(Instance.New());
        services.AddSingleton(new IssuerContexts(options.Database));
        services.AddSingleton<IssuerStore>();
        services.AddSingleton(_ => KeyRing.Open(options.Custody));
        services.AddSingleton<ISigningKeys, RingKeys>();
        services.AddSingleton<ProveCommitment>();
        services.AddSingleton<StoredFigures>();
        services.AddSingleton<JournalConsistency>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<WorkHealth>();
        services.AddSingleton<WorkRound>();
        services.AddSingleton<Readiness>();
        AddPeople(services, options);
        AddKeys(services);
        AddEndorsements(services, options);
        AddAuthority(services);
        AddAssets(services);
        AddPublishing(services, options);
        AddWatching(services, options);
        return services;
    }

    private static void AddPeople(IServiceCollection services, IssuerOptions options) => services
        .AddSingleton<SetUpOrganization>().AddSingleton<FindOrganization>().AddSingleton<FindSetUp>()
        .AddSingleton<GiveAccess>().AddSingleton<RevokeAccess>().AddSingleton<RotateAccess>().AddSingleton<FindAccess>()
        .AddSingleton<AddPerson>().AddSingleton<NamePerson>().AddSingleton<ChangeRoles>().AddSingleton<EndPerson>()
        .AddSingleton<ForgetPerson>().AddSingleton<ListPeople>()
        .AddSingleton<BindSubject>().AddSingleton<FindSubject>()
        .AddSingleton<InvitePerson>().AddSingleton<FindInvitation>().AddSingleton<AcceptInvitation>().AddSingleton<EndInvitation>()
        .AddSingleton<AddCredential>().AddSingleton<FindCredential>().AddSingleton<RevokeCredential>()
        .AddSingleton<SignIn>().AddSingleton<FindSession>().AddSingleton<RenewSession>().AddSingleton<EndSessions>()
        .AddSingleton<DecideProposal>().AddSingleton<TidyPeople>()
        .AddSingleton(new MayApprove(options.Access.ApproverWait, options.Access.ApproversByProviderOnly))
        .AddSingleton(new InvitationLinks(options.Web.Origin));

    private static void AddKeys(IServiceCollection services) => services
        .AddSingleton<MakeKey>().AddSingleton<RegisterOfflineKey>().AddSingleton<RequestCommitment>().AddSingleton<CompleteCommitment>()
        .AddSingleton<ImportCertificate>().AddSingleton<ListCertificates>()
        .AddSingleton<RetireKey>().AddSingleton<RollRoot>()
        .AddSingleton<AcceptSignatures>().AddSingleton<SuspendKey>().AddSingleton<ResumeKey>()
        .AddSingleton<DeclareCompromise>().AddSingleton<ConfirmCompromise>().AddSingleton<TakeBackCompromise>()
        .AddSingleton<DecideCompromise>().AddSingleton<NoteCertificateRevoked>().AddSingleton<FollowUpCompromises>()
        .AddSingleton<ListKeys>().AddSingleton<ListCompromises>().AddSingleton<ListSignings>();

    private static void AddEndorsements(IServiceCollection services, IssuerOptions options) => services
        .AddSingleton<EndorseKey>().AddSingleton<AskForEndorsement>().AddSingleton<AcceptEndorsement>().AddSingleton<CloseRequest>()
        .AddSingleton<RenewEndorsements>().AddSingleton<ListEndorsements>().AddSingleton<ListRequests>()
        .AddSingleton(p => new SendRequests(
            p.GetRequiredService<IssuerStore>(),
            p.GetRequiredService<AcceptEndorsement>(),
            p.GetRequiredService<CloseRequest>(),
            options.Authorities,
            p.GetRequiredService<ILogger<SendRequests>>()));

    private static void AddAuthority(IServiceCollection services) => services
        .AddSingleton<ReceiveApplication>().AddSingleton<JudgeApplication>()
        .AddSingleton<DecideApplication>().AddSingleton<EndorseApplicant>().AddSingleton<AnswerApplicant>()
        .AddSingleton<LetEndorsementLapse>().AddSingleton<RevokeEndorsement>()
        .AddSingleton<FindApplications>().AddSingleton<FindRegister>();

    private static void AddAssets(IServiceCollection services) => services
        .AddSingleton<ReduceEmblems>().AddSingleton<RemoveRecords>()
        .AddSingleton<ListAssets>().AddSingleton<KeepImport>().AddSingleton<TakeImport>().AddSingleton<TidyImports>()
        .AddSingleton<FindAsset>().AddSingleton<SelectAssets>().AddSingleton<FollowWithdrawals>().AddSingleton<ListErrands>()
        .AddSingleton<ListData>().AddSingleton<AssetDoing>()
        .AddSingleton<AddAsset>().AddSingleton<SetAsset>().AddSingleton<LabelAsset>()
        .AddSingleton<RemoveAsset>().AddSingleton<TakeRemoved>().AddSingleton<TryAssets>()
        .AddSingleton<ImportAssets>().AddSingleton<ChangeAsset>().AddSingleton<DeclareAssets>()
        .AddSingleton<MarkAssets>().AddSingleton<RenewAssets>().AddSingleton<AcknowledgeRisks>().AddSingleton<ShowRisks>()
        .AddSingleton(p => new FindRisks(
            p.GetRequiredService<IssuerStore>(), p.GetRequiredService<Resolver>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<WithdrawAssets>().AddSingleton<CheckControl>().AddSingleton<ControlToShow>().AddSingleton<IssueEmblems>()
        .AddSingleton<StartErrand>().AddSingleton<CancelErrand>().AddSingleton<CarryOutErrands>()
        .AddSingleton<AddData>().AddSingleton<ActOnData>().AddSingleton<SignsOfData>()
        .AddSingleton<ProposeMarks>().AddSingleton<DecideMarks>().AddSingleton<FindMarkProposals>().AddSingleton<EndLapsedMarks>()
        .AddSingleton<SetProfiles>().AddSingleton<LeaveProfiles>();

    private static void AddPublishing(IServiceCollection services, IssuerOptions options) => services
        .AddSingleton(new Resolver(options.Publishing)).AddSingleton<SetTarget>().AddSingleton<AdoptEmblems>()
        .AddSingleton(p => new PublishSets(
            p.GetRequiredService<IssuerStore>(),
            options.Publishing,
            options.Issuing,
            p.GetRequiredService<Resolver>(),
            p.GetRequiredService<Instance>(),
            p.GetRequiredService<TimeProvider>(),
            notices: p.GetRequiredService<NoticeWriter>()))
        .AddSingleton(p => new LookAgain(
            p.GetRequiredService<IssuerStore>(),
            options.Publishing,
            p.GetRequiredService<Resolver>(),
            p.GetRequiredService<TimeProvider>(),
            notices: p.GetRequiredService<NoticeWriter>()))
        .AddSingleton<HastenPublication>().AddSingleton<TakeOverName>()
        .AddSingleton<HandOutRecords>().AddSingleton<WellKnownSets>().AddSingleton<ListTargets>();

    private static void AddWatching(IServiceCollection services, IssuerOptions options)
    {
        services.AddSingleton(options.Watching);
        services.AddSingleton(options.Alerts);
        services.AddSingleton<OwnWatch>();
        services.AddSingleton<AlertBook>();
        if (options.Journal.Heads is { } heads)
        {
            services.AddSingleton(heads).AddSingleton(options.Custody).AddSingleton<SendHeads>();
        }

        services.AddSingleton<FindAlerts>();
        services.AddSingleton<AcknowledgeAlert>();
        services.AddSingleton<NoticeWriter>();
        services.AddSingleton<INoticeSender, LogSender>();
        if (options.Alerts.Webhook is { } webhook)
        {
            services.AddSingleton<INoticeSender>(p => new WebhookSender(webhook, p.GetRequiredService<TimeProvider>()));
        }

        if (options.Alerts.Smtp is { } smtp)
        {
            services.AddSingleton<INoticeSender>(new MailSender(smtp));
        }

        services.AddSingleton<NoticeDelivery>();
        services.AddSingleton<Watch>();
        // Made by the container, so that its connections end with the service.
        services.AddSingleton(_ => LogHttp.ForFollowing(OutgoingHttp.Roots(options.Transparency.Roots)));
        services.AddSingleton(p => new FollowLogs(
            p.GetRequiredService<IssuerStore>(),
            p.GetRequiredService<AlertBook>(),
            p.GetRequiredService<NoticeWriter>(),
            new TransparencyFiles(options.Transparency),
            p.GetRequiredService<LogHttp>().Client,
            new FollowingLimits(),
            p.GetRequiredService<Instance>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<FollowLogs>>()));
        services.AddSingleton<FindObservations>();
        services.AddSingleton(p => new LookNow(
            p.GetRequiredService<IssuerStore>(),
            p.GetRequiredService<OwnWatch>(),
            p.GetRequiredService<AlertBook>(),
            options.Publishing,
            options.Watching,
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FindOverview>();
        services.AddSingleton<ReadJournal>();
    }
}
