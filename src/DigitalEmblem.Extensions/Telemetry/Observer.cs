using System.Diagnostics;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Extensions;

/// <summary>What the wrappers of one checker tell, and to whom.</summary>
/// <param name="meter">The instruments.</param>
/// <param name="log">Takes log lines.</param>
/// <param name="checker">The name of the checker; null for the one without.</param>
/// <param name="options">What may be told.</param>
internal sealed class Observer(VerificationMeter meter, ILogger log, string? checker, EmblemTelemetryOptions options)
{
    // In place of a name.
    private const string AHost = "a host";
    private const string NoDetail = "Telemetry:NameHosts shows the reason, which may name hosts.";

    /// <summary>A span; null if no listener wants it.</summary>
    public Activity? Start(string span, DomainName? host = null, ActivityKind kind = ActivityKind.Internal)
    {
        Activity? activity = EmblemTelemetry.Source.StartActivity(span, kind);
        if (activity is not null && checker is not null)
        {
            activity.SetTag(Tags.Checker, checker);
        }

        if (activity is not null && host is not null && options.NameHosts)
        {
            activity.SetTag(Tags.Host, host.ToString());
        }

        return activity;
    }

    public void Ended(DomainName host, Verdict verdict, TimeSpan took, Activity? span)
    {
        string outcome = verdict.Outcome.ToString();
        Count(outcome, took);
        span?.SetTag(Tags.Outcome, outcome).SetTag(Tags.Level, verdict.Level.ToString());
        bool failed = verdict.Findings.Any(f => f.Code is FindingCode.ProgramFault or FindingCode.StoreUnavailable);
        if (failed)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }

        if (failed || verdict.Outcome == VerdictOutcome.Indeterminate)
        {
            string codes = string.Join(
                ", ", verdict.Findings.Where(f => f.Severity == FindingSeverity.Failure).Select(f => f.Code).Distinct());
            string detail = options.NameHosts ? verdict.Reason : NoDetail;
            if (failed)
            {
                VerificationLog.CheckFailed(log, Shown(host), codes, detail);
            }
            else
            {
                VerificationLog.CouldNotFindOut(log, Shown(host), codes, detail);
            }
        }
        else
        {
            VerificationLog.Checked(log, Shown(host), verdict.Outcome, verdict.Level);
        }
    }

    public void Stopped(DomainName host, TimeSpan took, Activity? span)
    {
        Count(Tags.Stopped, took);
        span?.SetTag(Tags.Outcome, Tags.Stopped);
        VerificationLog.CheckStopped(log, Shown(host));
    }

    public void LookedUp(DomainName host, LookupAnswer answer, string transport, Activity? span)
    {
        TagList tags = OfChecker();
        tags.Add(Tags.LookupOutcome, answer.Outcome.ToString());
        tags.Add(Tags.Transport, transport);
        meter.Lookups.Add(1, tags);
        span?.SetTag(Tags.LookupOutcome, answer.Outcome.ToString()).SetTag(Tags.Transport, transport);
        if (!answer.IsAnswer)
        {
            VerificationLog.LookupUnanswered(log, Shown(host), answer.Outcome, transport, answer.Attempts.Count);
        }
    }

    /// <summary>The cache was asked.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="hits">How much of it was there.</param>
    /// <param name="misses">How much was not.</param>
    public void CacheAsked(string kind, int hits, int misses)
    {
        Add("hit", hits);
        Add("miss", misses);

        void Add(string result, int count)
        {
            if (count > 0)
            {
                TagList tags = OfChecker();
                tags.Add(Tags.CacheKind, kind);
                tags.Add(Tags.CacheResult, result);
                meter.CacheRequests.Add(count, tags);
            }
        }
    }

    public void Gathered(GatheredEvidence evidence, Activity? span)
    {
        int unavailable = evidence.Answers.Values.Count(a => a.Outcome == CommitmentOutcome.Unavailable);
        span?.SetTag(Tags.Unavailable, unavailable);
        if (unavailable > 0)
        {
            meter.EvidenceUnavailable.Add(unavailable, OfChecker());
            VerificationLog.EvidenceUnavailable(log, evidence.Answers.Count, unavailable);
        }
    }

    private string Shown(DomainName host) => options.NameHosts ? host.ToString() : AHost;

    private void Count(string outcome, TimeSpan took)
    {
        TagList tags = OfChecker();
        tags.Add(Tags.Outcome, outcome);
        meter.Checks.Add(1, tags);
        meter.CheckDuration.Record(took.TotalSeconds, tags);
    }

    private TagList OfChecker()
    {
        TagList tags = default;
        if (checker is not null)
        {
            tags.Add(Tags.Checker, checker);
        }

        return tags;
    }
}
