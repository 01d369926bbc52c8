using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>What a person can bring to decide the commitments that stayed open.</summary>
internal static class NextSteps
{
    /// <summary>Whether a commitment stayed open because there is no log list.</summary>
    public static bool NeedsLogList(Verdict verdict) =>
        Open(verdict).Any(e => e.Checks.Any(c => c is { Kind: CommitmentCheckKind.Log, Outcome: CheckOutcome.NotMade }));

    /// <param name="verdict">The verdict.</param>
    /// <param name="mayGather">Whether more evidence can be gathered; not where an evidence file is judged.</param>
    public static IEnumerable<Sentence> Of(Verdict verdict, bool mayGather)
    {
        if (verdict.Sources.Any(s => s.Outcome == SourceOutcome.Unavailable && s.Source is "IHLE" or "TXT"))
        {
            yield return $"A resolver that answers: is this machine connected, and is the server the right one? --server, --dot and --doh "
                + $"name others.";
        }

        EntryEvidence[] open = Open(verdict);
        bool Is(CommitmentCheckKind kind, CheckOutcome outcome) => open.Any(e => e.Checks.Any(c => c.Kind == kind && c.Outcome == outcome));
        if (Is(CommitmentCheckKind.Log, CheckOutcome.NotMade))
        {
            yield return $"A list of logs: 'emblem logs update' installs one, --log-list names a file.";
        }

        if (Is(CommitmentCheckKind.Certificate, CheckOutcome.NotMade) && !mayGather)
        {
            yield return $"What the evidence file does not hold must be gathered anew: "
                + $"verify the tokens themselves, with --chain or --online.";
        }
        else if (Is(CommitmentCheckKind.Certificate, CheckOutcome.NotMade))
        {
            yield return $"The binding certificate with its issuer's (fullchain.pem), from the organization: --chain names it.";
            if (verdict.Verified.CommitmentExposure.Count == 0)
            {
                yield return $"The logs themselves: --online asks them. They then learn which organization you look at.";
            }
        }

        if (open.Any(e => e.Checks.All(c => c.Outcome == CheckOutcome.Held || c.Kind == CommitmentCheckKind.Revocation)))
        {
            yield return $"A current revocation list of the certificate's issuer: --crl names it. --require-revocation-check asks for one.";
        }

        if (Is(CommitmentCheckKind.Chain, CheckOutcome.Failed))
        {
            yield return $"The root that the certificate leads to, if you trust it: --ca names it.";
        }
    }

    private static EntryEvidence[] Open(Verdict verdict) =>
        [.. verdict.Commitments.Where(c => c.Evidence.Outcome == CommitmentOutcome.Unavailable).SelectMany(c => c.Evidence.Entries)];
}
