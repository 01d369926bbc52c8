using DigitalEmblem.Discovery;

namespace DigitalEmblem.Publishing;

/// <summary>
/// Finds the zone of a name by asking for the SOA of the name, and then of each name above it. Ask resolvers in turn for this: with
/// <see cref="DnsExchangeOptions.AskAll"/> they rarely agree about an SOA, because it counts changes.
/// </summary>
public static class DnsZoneLookup
{
    /// <summary>Finds the zone.</summary>
    /// <param name="name">The name.</param>
    /// <param name="lookup">The look-up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public static async Task<DnsZoneAnswer> FindAsync(DomainName name, IDnsLookup lookup, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(lookup);
        List<string> attempts = [], exposure = [];
        for (DomainName? at = name; at is not null; at = Above(at))
        {
            LookupAnswer answer = await lookup.LookUpAsync(at, DnsType.Soa, cancellationToken).ConfigureAwait(false);
            attempts.AddRange(answer.Attempts);
            exposure.AddRange(answer.Exposure);
            // An alias that leads to the apex of another zone is no apex.
            bool isApex = answer.Outcome == LookupOutcome.Found && answer.CanonicalName == at.ToString();
            if (isApex || !answer.IsAnswer)
            {
                return new DnsZoneAnswer
                {
                    Outcome = isApex ? SourceOutcome.Found : SourceOutcome.Unavailable,
                    Zone = isApex ? at : null,
                    PrimaryServer = isApex && answer.Names is [var primary, ..] && DomainName.TryParse(primary, out DomainName? server)
                        ? server
                        : null,
                    Attempts = attempts,
                    Exposure = [.. exposure.Distinct()],
                };
            }
        }

        return new DnsZoneAnswer { Outcome = SourceOutcome.Absent, Attempts = attempts, Exposure = [.. exposure.Distinct()] };
    }

    private static DomainName? Above(DomainName name) =>
        name.ToString() is var text && text.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            ? DomainName.Parse(text[(dot + 1)..])
            : null;
}
