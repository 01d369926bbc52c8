using System.Globalization;
using DigitalEmblem;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace RecheckList;

/// <summary>Checks a list of names, each time before the first of their emblems ends.</summary>
internal sealed partial class Rechecker(
    IEmblemChecker checker, IConfiguration configuration, TimeProvider clock, ILogger<Rechecker> log) : BackgroundService
{
    private readonly DomainName[] _names =
        [.. configuration.GetSection("Recheck:Names").GetChildren().Select(n => DomainName.Parse(n.Value ?? ""))];
    private readonly TimeSpan _longest = Time(configuration, "Recheck:AtLeastEvery");
    // An emblem that ends soon, or one that is always about to, must not have all names asked again and again.
    private readonly TimeSpan _shortest = Time(configuration, "Recheck:AtMostEvery");
    private readonly TimeSpan _lead = Time(configuration, "Recheck:BeforeTheEnd");
    private readonly Dictionary<DomainName, VerdictOutcome> _known = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset next = clock.GetUtcNow() + _longest;
            foreach (DomainName name in _names)
            {
                Verdict verdict = await checker.CheckAsync(name, stoppingToken);
                Note(name, verdict);
                if (verdict.ValidUntil - _lead is { } due && due < next)
                {
                    next = due;
                }
            }

            TimeSpan wait = next - clock.GetUtcNow();
            await Task.Delay(wait > _shortest ? wait : _shortest, clock, stoppingToken);
        }
    }

    private void Note(DomainName name, Verdict verdict)
    {
        if (verdict.Outcome == VerdictOutcome.Indeterminate)
        {
            // Nothing was learned, so what was known before stays known. It is told each time, because it must not go on for long.
            Unknown(log, name, verdict.Reason);
        }
        else if (!_known.TryGetValue(name, out VerdictOutcome before))
        {
            _known[name] = verdict.Outcome;
            First(log, name, verdict.Outcome, verdict.ValidUntil);
        }
        else if (before != verdict.Outcome)
        {
            _known[name] = verdict.Outcome;
            Changed(log, name, before, verdict.Outcome, verdict.Reason);
        }
    }

    private static TimeSpan Time(IConfiguration configuration, string name) =>
        TimeSpan.Parse(configuration[name] ?? "", CultureInfo.InvariantCulture);

    // These lines name hosts: this log is the application's own, and is as confidential as its list.
    [LoggerMessage(1, LogLevel.Information, "{Name} is {Outcome}, until {Until}.")]
    private static partial void First(ILogger log, DomainName name, VerdictOutcome outcome, DateTimeOffset? until);

    [LoggerMessage(2, LogLevel.Warning, "{Name} was {Before} and is {Now}: {Reason}")]
    private static partial void Changed(ILogger log, DomainName name, VerdictOutcome before, VerdictOutcome now, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Name}: could not find out, so what was known stays. {Reason}")]
    private static partial void Unknown(ILogger log, DomainName name, string reason);
}
