using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Watching.Logs;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keeping;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The automatic work of the service. Each kind has a loop of its own, so that a slow or failing one does not delay the others.
/// </summary>
internal static class IssuerRounds
{
    /// <summary>Adds the loops of work, looking again, watching, telling, sending, tidying and counting.</summary>
    /// <param name="services">The services.</param>
    /// <param name="followsLogs">Whether the logs of Certificate Transparency are followed (<c>Watching:Logs</c>).</param>
    /// <param name="sendsHeads">Whether heads of the journal are sent out (<c>Journal:Heads</c>).</param>
    public static IServiceCollection AddIssuerRounds(this IServiceCollection services, bool followsLogs = false, bool sendsHeads = false)
    {
        services.AddLoop(Issuing).AddLoop(Publishing).AddLoop(Withdrawing).AddLoop(Errands).AddLoop(LookingAgain)
            .AddLoop(Watching).AddLoop(Telling).AddLoop(Sending).AddLoop(Tidying).AddLoop(Keeping).AddLoop(Counting);
        services = sendsHeads ? services.AddLoop(SendingHeads) : services;
        return followsLogs ? services.AddLoop(FollowingLogs) : services;
    }

    /// <summary>
    /// Adds the loops for calls: one writes which calls were denied, one writes when keys were last used, and one wakes the calls that
    /// wait.
    /// </summary>
    public static IServiceCollection AddCallRounds(this IServiceCollection services) =>
        services.AddLoop(WritingDenials).AddLoop(WritingUses).AddLoop(WakingCalls);

    /// <summary>Renewing, and carrying on after a compromise.</summary>
    public static Round Issuing(IServiceProvider services) => Working(
        services, (w, c) => w.IssueAsync(c), h => h.Issuing, services.GetRequiredService<WorkSignal>().Follow());

    /// <summary>Publishing.</summary>
    public static Round Publishing(IServiceProvider services)
    {
        WorkRound work = services.GetRequiredService<WorkRound>();
        WorkSignal changed = services.GetRequiredService<WorkSignal>().Follow();
        work.Issued.Follow(changed);
        return Working(services, (w, c) => w.PublishAsync(c), h => h.Publishing, changed);
    }

    /// <summary>Removing what was withdrawn, while other work goes on.</summary>
    public static Round Withdrawing(IServiceProvider services) => Working(
        services, (w, c) => w.WithdrawAsync(c), h => h.Withdrawing, services.GetRequiredService<WorkSignal>().Follow());

    /// <summary>Carrying long lists on.</summary>
    public static Round Errands(IServiceProvider services) => Working(
        services, (w, c) => w.CarryOnAsync(c), h => h.Errands, services.GetRequiredService<WorkSignal>().Follow());

    /// <summary>Looking again at names that were changed shortly before.</summary>
    public static Round LookingAgain(IServiceProvider services)
    {
        LookAgain look = services.GetRequiredService<LookAgain>();
        WorkSignal signal = services.GetRequiredService<WorkSignal>();
        return new Round
        {
            Name = "lookingAgain",
            Run = async cancellationToken =>
            {
                (int Looked, int Changed) found;
                do
                {
                    found = await look.RunAsync(cancellationToken);
                    if (found.Changed > 0)
                    {
                        // The service itself makes them due, which wakes no round.
                        signal.Wake();
                    }
                }
                while (found.Looked > 0);

                return true;
            },
            Pause = TimeSpan.FromSeconds(1),
            Failure = WatchFailure,
        };
    }

    /// <summary>Looking up the names as validators see them.</summary>
    public static Round Watching(IServiceProvider services)
    {
        Watch watch = services.GetRequiredService<Watch>();
        return new Round
        {
            Name = "watching",
            Run = async cancellationToken => await watch.RoundAsync(cancellationToken) is not null,
            Pause = TimeSpan.FromSeconds(5),
            Failure = WatchFailure,
        };
    }

    /// <summary>Following the logs of Certificate Transparency. A round may take hours, so each of its steps counts.</summary>
    public static Round FollowingLogs(IServiceProvider services)
    {
        FollowLogs follow = services.GetRequiredService<FollowLogs>();
        return new Round
        {
            Name = FollowLogs.Loop,
            Run = async cancellationToken =>
            {
                await follow.RoundAsync(cancellationToken);
                return true;
            },
            Pause = TimeSpan.FromSeconds(30),
            Failure = "A round of following the logs of Certificate Transparency failed; the next one follows. If it goes on: is the "
                + "database there, and can the file of Transparency:LogList be read?",
        };
    }

    /// <summary>Telling people of alerts.</summary>
    public static Round Telling(IServiceProvider services)
    {
        NoticeDelivery delivery = services.GetRequiredService<NoticeDelivery>();
        return new Round
        {
            Name = "telling",
            Run = async cancellationToken =>
            {
                while (await delivery.DeliverOneAsync(cancellationToken))
                {
                }

                return true;
            },
            Pause = TimeSpan.FromSeconds(5),
            Failure = WatchFailure,
        };
    }

    /// <summary>Sending requests to authorities, and taking their endorsements.</summary>
    public static Round Sending(IServiceProvider services)
    {
        SendRequests send = services.GetRequiredService<SendRequests>();
        WorkSignal signal = services.GetRequiredService<WorkSignal>();
        return new Round
        {
            Name = "sending",
            Run = async cancellationToken =>
            {
                // A new endorsement means new emblems. The store does not wake the work here, because the service itself made the change.
                if (await send.RunAsync(cancellationToken) > 0)
                {
                    signal.Wake();
                }

                return true;
            },
            Pause = TimeSpan.FromMinutes(1),
            Failure = "A round of sending requests to authorities failed; the next one follows. If it goes on: is the database there?",
        };
    }

    /// <summary>
    /// Removes sessions, invitations and kept imports that have ended, and names whose removal was asked for; ends proposals to mark that
    /// nobody decided; and tells of changes of access.
    /// </summary>
    public static Round Tidying(IServiceProvider services)
    {
        TidyPeople tidy = services.GetRequiredService<TidyPeople>();
        TidyImports imports = services.GetRequiredService<TidyImports>();
        EndLapsedMarks marks = services.GetRequiredService<EndLapsedMarks>();
        TakeRemoved removed = services.GetRequiredService<TakeRemoved>();
        return new Round
        {
            Name = "tidying",
            Run = async cancellationToken =>
            {
                await tidy.RunAsync(cancellationToken);
                await imports.RunAsync(cancellationToken);
                await marks.RunAsync(cancellationToken);
                await removed.RunAsync(cancellationToken);
                return true;
            },
            Pause = TimeSpan.FromSeconds(20),
            Failure = "A round of tidying sessions, and of telling of changes of access, failed; the next one follows. If it goes on: is "
                + "the database there?",
        };
    }

    /// <summary>Reducing and removing what is past its use.</summary>
    public static Round Keeping(IServiceProvider services)
    {
        ReduceEmblems reduce = services.GetRequiredService<ReduceEmblems>();
        RemoveRecords remove = services.GetRequiredService<RemoveRecords>();
        return new Round
        {
            Name = "keeping",
            Run = async cancellationToken =>
            {
                await reduce.RunAsync(cancellationToken);
                await remove.RunAsync(cancellationToken);
                return true;
            },

            // It reads all emblems, and nothing of it is urgent.
            Pause = TimeSpan.FromHours(6),
            PauseAfterFault = TimeSpan.FromMinutes(10),
            Failure = "A round of reducing and removing what is past its use failed; the next one follows. If it goes on: is the database "
                + "there, and is there room on the disk?",
        };
    }

    /// <summary>
    /// Counts what is due and which alerts are open. It has a loop of its own, because a backlog or a fault of another loop would delay the
    /// figures that show it.
    /// </summary>
    public static Round Counting(IServiceProvider services)
    {
        StoredFigures figures = services.GetRequiredService<StoredFigures>();
        return new Round
        {
            Name = "counting",
            Run = async cancellationToken =>
            {
                await figures.RecordAsync(cancellationToken);
                return true;
            },
            Pause = TimeSpan.FromSeconds(15),
            Failure = "What is due and which alerts are open could not be counted; the next try follows. If it goes on: is the database "
                + "there?",
        };
    }

    /// <summary>Writing denied calls into the journal, a last time when the service stops.</summary>
    public static Round WritingDenials(IServiceProvider services)
    {
        DenialBook book = services.GetRequiredService<DenialBook>();
        return new Round
        {
            Name = "denials",
            Run = async cancellationToken =>
            {
                await book.WriteAsync(cancellationToken);
                return true;
            },
            Pause = TimeSpan.FromMinutes(1),
            IsGathering = true,
            Failure = "Denied calls could not be written to the journal; they are kept and tried again. Is the database there?",
        };
    }

    /// <summary>Writing when API keys were last used, a last time when the service stops.</summary>
    public static Round WritingUses(IServiceProvider services)
    {
        UseBook book = services.GetRequiredService<UseBook>();
        return new Round
        {
            Name = "uses",
            Run = async cancellationToken => await book.WriteAsync(cancellationToken),
            Pause = TimeSpan.FromMinutes(1),
            IsGathering = true,
            Failure = "When API keys were last used could not be written; it is kept and tried again. Is the database there?",
        };
    }

    /// <summary>Sending signed heads of the journal out, a last time when the service stops.</summary>
    public static Round SendingHeads(IServiceProvider services)
    {
        SendHeads send = services.GetRequiredService<SendHeads>();
        return new Round
        {
            Name = "heads",
            Run = send.RunAsync,
            Pause = services.GetRequiredService<IssuerOptions>().Journal.Heads!.Every,
            PauseAfterFault = TimeSpan.FromMinutes(1),
            IsGathering = true,
            Failure = "The head of the journal could not be signed and sent; the next try follows. If it goes on: is the database there?",
        };
    }

    /// <summary>Waking calls that wait for something new.</summary>
    public static Round WakingCalls(IServiceProvider services)
    {
        WaitingCalls calls = services.GetRequiredService<WaitingCalls>();
        return new Round
        {
            Name = "waiting",
            Run = async cancellationToken =>
            {
                await calls.LookAsync(cancellationToken);
                return true;
            },
            // Changes of other processes, and of the service itself, wake nothing here.
            Pause = TimeSpan.FromSeconds(1),
            WokenBy = services.GetRequiredService<WorkSignal>().Follow(),
            Failure = "It could not be seen whether something changed, so calls that wait are answered when their time is over. If it goes "
                + "on: is the database there?",
        };
    }

    private const string WatchFailure =
        "A round of watching, or of telling of alerts, failed; the next one follows. If it goes on: is the database there?";

    private static Round Working(
        IServiceProvider services,
        Func<WorkRound, CancellationToken, Task> part,
        Func<WorkHealth, LoopHealth> health,
        WorkSignal wokenBy)
    {
        WorkRound work = services.GetRequiredService<WorkRound>();
        LoopHealth loop = health(services.GetRequiredService<WorkHealth>());
        return new Round
        {
            Name = loop.Name,
            Run = async cancellationToken =>
            {
                await part(work, cancellationToken);
                return true;
            },
            Pause = TimeSpan.FromSeconds(1),
            PauseAfterFault = TimeSpan.FromSeconds(5),
            WokenBy = wokenBy,
            Health = loop,
            Failure = $"A round of the issuer's work ({loop.Name}) failed; the next one follows. If it goes on: "
                + "is the database there, and is there room on the disk?",
        };
    }

    // AddHostedService keeps one service a type, and all loops have the same type.
    private static IServiceCollection AddLoop(this IServiceCollection services, Func<IServiceProvider, Round> round) =>
        services.AddSingleton<IHostedService>(
            p => new RoundLoop(round(p), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<RoundLoop>>()));
}
