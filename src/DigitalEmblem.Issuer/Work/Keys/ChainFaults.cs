using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Says what a certificate chain lacks to commit an organization to a root key: which name, which log, which certificate. It decides
/// nothing (<see cref="CompleteCommitment"/> does), and explains a refusal.
/// </summary>
internal static class ChainFaults
{
    /// <summary>What is missing, each in a sentence; none if that is not seen from the chain alone.</summary>
    /// <param name="chainPem">The chain.</param>
    /// <param name="names">The names that the certificate should have.</param>
    /// <param name="logs">The logs that are known; null without a list.</param>
    public static IReadOnlyList<Sentence> Of(string chainPem, IReadOnlyList<string> names, LogList? logs)
    {
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
        else if (chain.LogEntries(logs).Count == 0)
        {
            missing.Add(chain.LogEntries().Count > 0
                ? Sentence.Of(
                    $"The logs that signed for the certificate are not such that an entry can be named in them. Order another one.")
                : Sentence.Of(
                    $"The certificate above it is missing. Bring the whole chain (fullchain.pem), the binding certificate first."));
        }

        return missing;
    }
}
