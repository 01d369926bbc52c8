using DigitalEmblem;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace TestedApplication;

/// <summary>What a tester's own tool may do with a host.</summary>
public enum ProbeAnswer
{
    /// <summary>A person decides.</summary>
    AskAPerson = 0,

    /// <summary>The host is left alone.</summary>
    LeaveAlone,

    /// <summary>No emblem was found. That is no statement that the host may be attacked; here it is one's own network.</summary>
    Probe,
}

/// <summary>Asks before a tool probes a host. It takes the interface, so that its tests need no network.</summary>
public sealed class ProbeGate(IEmblemChecker checker)
{
    /// <summary>What may be done with a host.</summary>
    public async Task<ProbeAnswer> AskAsync(DomainName host, CancellationToken cancellationToken = default)
    {
        Verdict verdict = await checker.CheckAsync(host, cancellationToken).ConfigureAwait(false);
        return verdict.Outcome switch
        {
            VerdictOutcome.Marked => ProbeAnswer.LeaveAlone,
            VerdictOutcome.NotMarked => ProbeAnswer.Probe,
            // An emblem is shown that is wrong or not enough, or it could not be found out: no program decides that.
            _ => ProbeAnswer.AskAPerson,
        };
    }
}
