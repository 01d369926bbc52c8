using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Looks once an interval at each name, as validators see it, and in the database for approaching ends. Only one round runs at a time, for
/// any number of instances.
/// </summary>
internal sealed class Watch(
    IssuerStore store,
    OwnWatch own,
    AlertBook book,
    NoticeWriter notices,
    AdoptEmblems adopt,
    ControlToShow toShow,
    CheckControl check,
    PublishingOptions publishing,
    WatchingOptions options,
    Instance instance,
    TimeProvider clock)
{
    private const int Page = 500;

    // Bounds the single alerts about names without an answer; more of them point to a server.
    private const int MostUnanswered = 1000;

    // In a long round, tell early findings before the end, but not once a page.
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(5);

    private readonly ObservationBook _observations = new(store);
    private readonly NoteNames _note = new(store, own, book);

    /// <summary>Makes a round, if one is due and no other instance runs one.</summary>
    /// <returns>How many names were looked at; null if no round was due.</returns>
    public async Task<int?> RoundAsync(CancellationToken cancellationToken)
    {
        await using var names = new NameWatch(store, publishing, options, clock);
        string vantage = names.Vantage;
        if (!await store.ChangeAsync(Instance.Actor, change => StartAsync(change, vantage, cancellationToken), cancellationToken))
        {
            return null;
        }

        while (await adopt.RunAsync(cancellationToken) > 0)
        {
        }

        var unanswered = new List<AlertFinding>();
        int count = 0;
        DateTimeOffset told = DateTimeOffset.MinValue;
        for (Guid after = Guid.Empty; ;)
        {
            List<Guid> page = await store.ReadAsync(d => d.Assets.Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Select(a => a.Id)
                .Take(Page).ToListAsync(cancellationToken));
            if (page.Count == 0)
            {
                break;
            }

            await LookAsync(names, page, unanswered, cancellationToken);
            count += page.Count;
            after = page[^1];
            if (!await store.ChangeAsync(
                Instance.Actor, change => GoOnAsync(change, (vantage, after), cancellationToken), cancellationToken))
            {
                // The lease ran out, and another instance has taken the round over.
                return count;
            }

            if (clock.GetUtcNow() - told >= BetweenNotices && await notices.WriteAsync(cancellationToken))
            {
                told = clock.GetUtcNow();
            }
        }

        if (!await LookAtDataAsync(cancellationToken))
        {
            return count;
        }

        IReadOnlyList<AlertFinding> silent = names.Tally.Findings();
        await book.NoteAsync([.. silent.Count > 0 ? silent : unanswered], [AlertKind.CouldNotLook], null, [], cancellationToken);
        await book.NoteAsync([.. await own.OfTheRestAsync(cancellationToken)], OwnWatch.Kinds, null, [], cancellationToken);
        await ConfirmControlAsync(cancellationToken);
        while (await notices.WriteAsync(cancellationToken))
        {
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                (await change.Database.WatchRounds.SingleAsync(cancellationToken)).Finish(instance.Name, change.Now);
                await ObservationBook.FinishAsync(change, vantage, cancellationToken);
            },
            cancellationToken);
        await _observations.TidyAsync(clock.GetUtcNow(), cancellationToken);
        return count;
    }

    private async Task LookAsync(NameWatch names, List<Guid> page, List<AlertFinding> unanswered, CancellationToken cancellationToken)
    {
        IReadOnlyList<(NameFacts Facts, NameJudgement Judgement)> seen = await names.LookAsync(page, cancellationToken);
        await _note.RunAsync(names.Vantage, seen, isRound: true, cancellationToken);
        unanswered.AddRange(seen.Where(s => !s.Facts.IsComplete && s.Facts.Asset.State == AssetState.Marked)
            .Take(Math.Max(0, MostUnanswered - unanswered.Count)).Select(s => Unanswered(s.Facts)));
    }

    /// <summary>Looks at marked data in the database: nothing of them is published.</summary>
    /// <returns>Whether the round is still this instance's.</returns>
    private async Task<bool> LookAtDataAsync(CancellationToken cancellationToken)
    {
        for (Guid after = Guid.Empty; ;)
        {
            List<MarkedData> page = await store.ReadAsync(d => DataByRoot.PageAsync(d, after, null, Page, cancellationToken));
            if (page.Count == 0)
            {
                return true;
            }

            await book.NoteAsync(
                [.. await own.OfDataAsync(page, cancellationToken)],
                OwnWatch.KindsOfData,
                [.. page.Select(d => d.Called)],
                [],
                cancellationToken);
            after = page[^1].Id;
            if (!await store.ChangeAsync(Instance.Actor, change => GoOnAsync(change, null, cancellationToken), cancellationToken))
            {
                return false;
            }
        }
    }

    private static AlertFinding Unanswered(NameFacts facts)
    {
        IEnumerable<string> attempts = new[] { facts.World }
            .Concat(facts.Places.Select(p => p.Authoritative).OfType<NameStanding>())
            .SelectMany(s => s.Records).Select(r => r.Answer)
            .Where(a => !a.IsAnswer).SelectMany(a => a.Attempts).TakeLast(1);
        return new AlertFinding(
            AlertKind.CouldNotLook,
            facts.Asset.Name.ToString(),
            $"It cannot be found out what {facts.Asset.Name} shows, though other names can be looked up: {string.Join(" ", attempts)} " +
                $"Look at its zone: a resolver also fails where DNSSEC signatures are not in order.");
    }

    /// <summary>
    /// Shows control again for the zones of assets that were declared anew, by our own updates if the target takes them. If control is not
    /// shown, the asset stays marked, because a missing emblem can cost lives, and a person is alerted.
    /// </summary>
    private async Task ConfirmControlAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> all = await toShow.ToConfirmAsync(cancellationToken);
        IReadOnlyList<ControlFinding> findings = await check.RunAsync(
            Instance.Actor, [.. all.Take(Page)], publish: true, cancellationToken);
        AlertFinding[] not = [.. findings.Where(f => !f.IsShown).Select(f => new AlertFinding(
            AlertKind.ControlNotShown,
            f.Asset.Name.ToString(),
            $"{f.Asset.Name} was declared anew, but it is not shown anew that its zone is yours. {f.Found}"))];
        await book.NoteAsync(
            not,
            [AlertKind.ControlNotShown],
            all.Count > Page ? [.. findings.Select(f => f.Asset.Name.ToString())] : null,
            [],
            cancellationToken);
    }

    private async Task<bool> StartAsync(Change change, string vantage, CancellationToken cancellationToken)
    {
        if (await change.Database.WatchRounds.SingleOrDefaultAsync(cancellationToken) is not { } round)
        {
            change.Database.Add(round = WatchRound.Create(change.Now));
        }

        if (!round.TryStart(instance.Name, options.Interval, change.Now))
        {
            return false;
        }

        await ObservationBook.BeginAsync(change, vantage, cancellationToken);
        return true;
    }

    private async Task<bool> GoOnAsync(Change change, (string Vantage, Guid Asset)? reached, CancellationToken cancellationToken)
    {
        if (!(await change.Database.WatchRounds.SingleAsync(cancellationToken)).GoOn(instance.Name, change.Now))
        {
            return false;
        }

        if (reached is { } to)
        {
            await ObservationBook.ReachAsync(change, to.Vantage, to.Asset, cancellationToken);
        }

        return true;
    }
}
