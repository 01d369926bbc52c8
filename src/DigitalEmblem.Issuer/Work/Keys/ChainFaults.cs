using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Says what a certificate chain lacks to commit an organization to a root key: which name, which log, which certificate. It asks no log,
/// decides nothing (<see cref="CompleteCommitment"/> does), and explains a refusal.
/// </summary>
internal static class ChainFaults
{
    /// <summary>What is missing, each in a sentence; none if that is not seen from the chain alone.</summary>
    /// <param name="chainPem">The chain.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="key">Its root key.</param>
    /// <param name="trust">The logs that are known, and the roots that are trusted.</param>
    /// <param name="at">The instant of judgement.</param>
    public static IReadOnlyList<Sentence> Of(
        string chainPem, OrganizationIdentifier organization, VerificationKey key, TransparencyTrust trust, DateTimeOffset at)
    {
        IReadOnlyList<string> names = BindingNames.Wanted(organization, key);
        LogList? logs = trust.Logs;
        BindingChain chain;
        try
        {
            chain = BindingChain.Read(Encoding.UTF8.GetBytes(chainPem), "the chain given");
        }
        catch (TokenFormatException)
        {
            // The refusal has said so already.
            return [];
        }

        List<Sentence> missing =
        [
            .. names.Except(chain.DnsNames, StringComparer.OrdinalIgnoreCase).Select(n => Sentence.Of(
                $"The certificate does not name {new Verbatim(n)}. Order it anew with all names of the request.")),
        ];
        if (chain.Scts.Count == 0)
        {
            missing.Add(
                $"No log has signed for the certificate (it has no SCT inside). Ask the certificate authority for one with "
                    + $"SCTs.");
        }
        else if (logs is null)
        {
            missing.Add(
                $"This service knows no logs: the setting Transparency:LogList is empty, so no signature of a log can be "
                    + $"checked.");
        }
        else if (chain.LogEntries(logs) is { Count: > 0 } entries)
        {
            missing.AddRange(Failed(new CommitmentClaim(organization, key, entries), chain, trust, at));
        }
        else
        {
            missing.Add(chain.LogEntries().Count > 0
                ? Sentence.Of(
                    $"The logs that signed for the certificate are not such that an entry can be named in them. Order another one.")
                : Sentence.Of(
                    $"The certificate above it is missing. Bring the whole chain (fullchain.pem), the binding certificate first."));
        }

        return missing;
    }

    /// <summary>The checks that fail whatever logs say. Names are told apart from these, one by one.</summary>
    private static IEnumerable<Sentence> Failed(CommitmentClaim claim, BindingChain chain, TransparencyTrust trust, DateTimeOffset at)
    {
        var evidence = CommitmentVerification.Verify(claim, trust, CommitmentMaterial.Of([chain]), CommitmentRules.Default, at);
        return evidence.Outcome == CommitmentOutcome.Proven ? [] : evidence.Entries.SelectMany(e => e.Checks)
            .Where(c => c.Outcome == CheckOutcome.Failed).Select(c => c.Kind).Distinct().Select(Of).OfType<Sentence>();
    }

    private static Sentence? Of(CommitmentCheckKind kind) => kind switch
    {
        CommitmentCheckKind.Log => Sentence.Of(
            $"A log that signed for the certificate is not in this service's list of logs, or does not count for it. Fetch the list anew "
                + $"(Transparency:LogList), or order another certificate."),
        CommitmentCheckKind.Promise => Sentence.Of(
            $"The signature of a log in the certificate does not hold. Bring the whole chain as the certificate authority gave it."),
        CommitmentCheckKind.Chain => Sentence.Of(
            $"The certificate leads to no root that this service trusts. Bring the whole chain (fullchain.pem), or order one of a public "
                + $"certificate authority; for an authority of your own, name its root in Transparency:Roots."),
        CommitmentCheckKind.Age => Sentence.Of(
            $"A log signed for the certificate at a time that lies ahead. See that the clock of this machine is right."),
        _ => null,
    };
}
