using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>What a person can bring to decide the commitments that stayed open.</summary>
internal static class NextSteps
{
    public static IEnumerable<string> Of(Verdict verdict)
    {
        EntryEvidence[] open = [.. verdict.Commitments.Where(c => c.Evidence.Outcome == CommitmentOutcome.Unavailable).SelectMany(c => c.Evidence.Entries)];
        bool Is(CommitmentCheckKind kind, CheckOutcome outcome) => open.Any(e => e.Checks.Any(c => c.Kind == kind && c.Outcome == outcome));
        if (Is(CommitmentCheckKind.Log, CheckOutcome.NotMade))
        {
            yield return "A list of logs: 'emblem logs update' installs one, --log-list names a file.";
        }

        if (Is(CommitmentCheckKind.Certificate, CheckOutcome.NotMade))
        {
            yield return "The binding certificate with its issuer's (fullchain.pem), from the organization: --chain names it.";
            if (verdict.Verified.CommitmentExposure.Count == 0)
            {
                yield return "The logs themselves: --online asks them. They then learn which organization you look at.";
            }
        }

        if (open.Any(e => e.Checks.All(c => c.Outcome == CheckOutcome.Held || c.Kind == CommitmentCheckKind.Revocation)))
        {
            yield return "A current revocation list of the certificate's issuer: --crl names it. --require-revocation-check asks for one.";
        }

        if (Is(CommitmentCheckKind.Chain, CheckOutcome.Failed))
        {
            yield return "The root that the certificate leads to, if you trust it: --ca names it.";
        }
    }
}
