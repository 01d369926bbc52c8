using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Setup;
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
        services.AddSingleton(options.Publishing);
        services.AddSingleton(options.Transparency);
        services.AddSingleton(Instance.New());
        services.AddSingleton(new IssuerContexts(options.Database));
        services.AddSingleton<IssuerStore>();
        services.AddSingleton(_ => KeyRing.Open(options.Custody));
        services.AddSingleton<ISigningKeys, RingKeys>();
        services.AddSingleton<CommitmentJudging>();
        services.AddSingleton<OrganizationWork>();
        services.AddSingleton<KeyWork>();
        services.AddSingleton<EndorsementWork>();
        services.AddSingleton<SigningWork>();
        services.AddSingleton<AuthorityWork>();
        services.AddSingleton<AssetWork>();
        services.AddSingleton<EmblemIssuing>();
        services.AddSingleton<PublishSets>();
        services.AddSingleton<EndorsementRenewal>();
        services.AddSingleton(p => new AuthorityExchange(p.GetRequiredService<IssuerStore>(), p.GetRequiredService<EndorsementWork>(), options.Authorities, p.GetRequiredService<ILogger<AuthorityExchange>>()));
        services.AddSingleton<CompromiseWork>();
        services.AddSingleton<DueNames>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<Readiness>();
        AddPublication(services, options);
        return services;
    }

    /// <summary>What gets emblems into the world, and looks after them there.</summary>
    private static void AddPublication(IServiceCollection services, IssuerOptions options)
    {
        services.AddSingleton(options.Watching);
        services.AddSingleton(options.Alerts);
        services.AddSingleton(new Resolver(options.Publishing));
        services.AddSingleton<PublicationWork>();
        services.AddSingleton<ControlWork>();
        services.AddSingleton<WellKnownSets>();
        services.AddSingleton<OwnWatch>();
        services.AddSingleton<AlertBook>();
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
    }
}
