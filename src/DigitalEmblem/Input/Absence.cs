namespace DigitalEmblem;

/// <summary>
/// Whether an answer without the records asked for says that there are none. The rules are those of look-ups of
/// DigitalEmblem.Discovery, as far as the form shows what they need.
/// </summary>
internal static class Absence
{
    /// <summary>Why the answer does not say that there is nothing; null if it does, or holds what was asked for.</summary>
    /// <param name="capture">The answer, with its question and a status that is no error.</param>
    /// <param name="aliases">Where its aliases lead.</param>
    public static string? WhyNotSaid(Capture capture, AliasChain aliases)
    {
        if (capture.Records.Any(r => r.Type == capture.QuestionType && (r.Owner is null || aliases.IsAtEnd(r))))
        {
            return null;
        }

        bool noError = capture.StatusCode == Capture.NoError;
        bool hasSoa = capture.Authority.Any(r => r.Type == DnsType.Soa && aliases.EndsIn(r.Owner));
        return noError && !hasSoa && Has(capture.Authority, DnsType.Ns)
                ? "a referral: the server names other servers, and does not answer. Ask a resolver."
            : !hasSoa && Has(capture.Authority, DnsType.Soa)
                ? "an answer that there is nothing in a zone (SOA) that the name is not in. Ask another resolver."
            : aliases.IsOpen ? "an answer whose aliases (CNAME) are too many, or lead round in a circle. Ask a resolver."
            : noError && aliases.Target is { } target && !hasSoa
                ? $"an alias that leads to {Printable.Text(target)}, of which the answer says nothing. Ask a resolver, which follows it."
            : capture.RecursionAvailable == false && !(capture.Authoritative == true && (aliases.Target is null || hasSoa))
                ? "an answer of a server that is neither a resolver (ra) nor responsible for the name (aa). Ask a resolver."
            : capture.Records.Any(r => r.Type is not (DnsType.CName or DnsType.DName or DnsType.Sig or DnsType.RrSig))
                ? "an answer with records of another name or type only, which is no word that there are none. Ask another resolver."
            : null;
    }

    private static bool Has(IReadOnlyList<CapturedRecord> records, int type) => records.Any(r => r.Type == type);
}
