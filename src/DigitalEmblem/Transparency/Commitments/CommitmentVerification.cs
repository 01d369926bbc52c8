namespace DigitalEmblem;

/// <summary>Verifies a commitment (spec/validation.md, commitments): each entry by itself, then the whole. Pure.</summary>
internal static class CommitmentVerification
{
    // Browsers stop enforcing a list at this age, because logs may have been refused since.
    private static readonly TimeSpan OldLogList = TimeSpan.FromDays(70);

    public static CommitmentEvidence Verify(
        CommitmentClaim claim, TransparencyTrust trust, CommitmentMaterial material, CommitmentRules rules, DateTimeOffset at)
    {
        var steady = new SteadyTime(at);
        EntryEvidence[] entries =
            [.. claim.Log.Select(entry => EntryVerification.Verify(claim, entry, trust, material, rules, at, steady))];
        CommitmentOutcome outcome = OutcomeOf(entries, rules);
        EntryEvidence[] deciding = [.. entries.Where(e => e.Outcome == outcome)];
        return new CommitmentEvidence(
            outcome, ValueList.From((deciding.Length > 0 ? deciding : entries).Select(e => Sentence(e.Reason)).Distinct()))
        {
            Entries = ValueList.From(entries),
            Findings = ValueList.From(
                [.. outcome == CommitmentOutcome.Proven ? Notes(claim, entries, trust, at, steady) : [], .. LeftOut(trust)]),
            Steady = steady.Span,
        };
    }

    private static CommitmentOutcome OutcomeOf(EntryEvidence[] entries, CommitmentRules rules)
    {
        bool Any(CommitmentOutcome outcome) => entries.Any(e => e.Outcome == outcome);
        bool All(CommitmentOutcome outcome) => entries.Length > 0 && entries.All(e => e.Outcome == outcome);
        return (rules.AllEntries ? All(CommitmentOutcome.Proven) : Any(CommitmentOutcome.Proven)) ? CommitmentOutcome.Proven
            : (rules.AllEntries ? Any(CommitmentOutcome.Refuted) : All(CommitmentOutcome.Refuted)) ? CommitmentOutcome.Refuted
            : CommitmentOutcome.Unavailable;
    }

    private static IEnumerable<Finding> Notes(
        CommitmentClaim claim, EntryEvidence[] entries, TransparencyTrust trust, DateTimeOffset at, SteadyTime steady)
    {
        EntryEvidence[] proven = [.. entries.Where(e => e.Outcome == CommitmentOutcome.Proven)];
        if (!proven.Any(e => e.Names is { ConfigurationName: true }))
        {
            yield return Finding.Note(
                FindingCode.PrototypeNames,
                $"The binding certificate names {claim.Organization.Domain} and not "
                    + $"{BindingNames.ConfigurationNameOf(claim.Organization)}, as the prototypes issue it; "
                    + $"the strict rule asks for the latter.",
                "core-02, root keys");
        }

        foreach (DateTimeOffset expires in proven.Select(e => e.CertificateExpires).OfType<DateTimeOffset>())
        {
            steady.TurnsAfter(expires);
        }

        if (proven.All(e => e.CertificateExpires < at))
        {
            yield return Finding.Note(
                FindingCode.BindingCertificateExpired,
                $"The certificate that binds {claim.Organization}'s key has expired since it was logged "
                    + $"({proven[0].CertificateExpires:yyyy-MM-dd}).",
                "decisions.md, 21");
        }

        if (!proven.Any(e => e.Checks.Any(c => c is { Kind: CommitmentCheckKind.Revocation, Outcome: CheckOutcome.Held })))
        {
            yield return Finding.Note(
                FindingCode.RevocationNotChecked,
                $"Whether the certificate that binds {claim.Organization}'s key was revoked was not checked.",
                "decisions.md, 21");
        }

        if (trust.Logs is { } list)
        {
            steady.TurnsAfter(list.Timestamp, OldLogList);
        }

        if (trust.Logs is { } logs && logs.AgeAt(at) > OldLogList)
        {
            steady.TurnsEachDayFrom(logs.Timestamp);
            yield return Finding.Warning(
                FindingCode.LogListOld,
                $"The log list is {Math.Floor(logs.AgeAt(at).TotalDays)} days old at the time of judgement: "
                    + $"logs may have been refused since.",
                "decisions.md, 20");
        }
    }

    // Make one finding for all of them: a list may have many, and a verdict is about something else.
    private static IEnumerable<Finding> LeftOut(TransparencyTrust trust) => trust.Logs is { Findings: { Count: > 0 } left }
        ? [Finding.Warning(
            FindingCode.LogUnreadable,
            left.Count == 1
                ? FindingText.Of(left[0])
                : FindingText.Of(
                    $"{left.Count} logs of the log list could not be read and were left out. {FindingText.Of(left[0])}"),
            "decisions.md, 20")]
        : [];

    private static string Sentence(string clause) => clause.Length == 0 ? "" : $"{char.ToUpperInvariant(clause[0])}{clause[1..]}.";
}
