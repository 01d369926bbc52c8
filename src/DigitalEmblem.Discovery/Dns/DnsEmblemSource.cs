using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>Finds emblems in DNS: IHLE and TXT, asked for together (dns-02; spec/jws-profile.md).</summary>
public sealed class DnsEmblemSource : IEmblemSource
{
    /// <summary>The number of IHLE until one is assigned: the private-use one of the prototypes.</summary>
    public const int DefaultIhleType = DnsType.DefaultIhle;

    private readonly IDnsLookup _lookup;
    private readonly ushort _ihle;
    private readonly TokenLimits _limits;
    private readonly VerificationCache _cache;

    /// <summary>A source over a look-up.</summary>
    /// <param name="lookup">The look-up.</param>
    /// <param name="ihleType">The record type's number for IHLE, 1 to 65535.</param>
    /// <param name="limits">Limits on what is read; null for the default ones.</param>
    /// <param name="cache">The cache of what was read before, preferably the verifier's; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is out of its range.</exception>
    public DnsEmblemSource(IDnsLookup lookup, int ihleType = DefaultIhleType, TokenLimits? limits = null, VerificationCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentOutOfRangeException.ThrowIfLessThan(ihleType, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ihleType, ushort.MaxValue);
        _lookup = lookup;
        _ihle = (ushort)ihleType;
        _limits = limits ?? TokenLimits.Default;
        _cache = cache ?? VerificationCache.None;
    }

    /// <inheritdoc/>
    public async Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        Task<LookupAnswer> ihle = _lookup.LookUpAsync(name, _ihle, cancellationToken);
        Task<LookupAnswer> txt = _lookup.LookUpAsync(name, DnsType.Txt, cancellationToken);
        LookupAnswer ihleAnswer = await ihle.ConfigureAwait(false), txtAnswer = await txt.ConfigureAwait(false);
        return ihleAnswer.Data.Count == 0 && txtAnswer.Data.Count == 0
            ? new DiscoveredEmblems(UnverifiedTokens.Empty, [Report("IHLE", ihleAnswer, 0, []), Report("TXT", txtAnswer, 0, [])])
            : DiscoveredEmblems.Combine([ReadIhle(name, ihleAnswer), ReadTxt(name, txtAnswer)], _limits);
    }

    private DiscoveredEmblems ReadIhle(DomainName name, LookupAnswer answer)
    {
        IEnumerable<InputItem> items = answer.Data.Select((data, i) => InputReader.ReadItem(
            data, new InputItem(i + 1, $"{name} IHLE, record {i + 1}") { Source = "IHLE" }, _limits, _cache));
        IEnumerable<string> records = answer.Data.Select(d => $"{name}. TYPE{_ihle} \\# {d.Length} {Convert.ToHexString(d.Span)}");
        return new DiscoveredEmblems(UnverifiedTokens.Of(items, _limits), [Report("IHLE", answer, answer.Data.Count, records)]);
    }

    private DiscoveredEmblems ReadTxt(DomainName name, LookupAnswer answer)
    {
        var items = new List<InputItem>();
        var records = new List<string>();
        LookupAnswer told = answer;
        foreach (ReadOnlyMemory<byte> data in answer.Data)
        {
            var item = new InputItem(items.Count + 1, $"{name} TXT, record {items.Count + 1}") { Source = "TXT" };
            if (TxtRecord.TryRead(data, item, _limits, _cache, out string text) is { } read)
            {
                items.Add(read);
                records.Add($"{name}. TXT {Printable.Text(text)}");
            }
            else if (!CharacterStrings.IsWellFormed(data.Span))
            {
                // An undecodable record may be an emblem, so do not report absence. The other records still count: an attacker who can add
                // a record must not hide an emblem with it.
                told = answer with { Outcome = LookupOutcome.Malformed, Reason = "a TXT record whose lengths do not fit" };
            }
        }

        return new DiscoveredEmblems(UnverifiedTokens.Of(items, _limits), [Report("TXT", told, items.Count, records)]);
    }

    private static SourceReport Report(string source, LookupAnswer answer, int count, IEnumerable<string> records) => new()
    {
        Source = source,
        Outcome = !answer.IsAnswer ? SourceOutcome.Unavailable : count > 0 ? SourceOutcome.Found : SourceOutcome.Absent,
        Detail = answer.Outcome switch
        {
            LookupOutcome.Found when count == 0 => "records of other things only",
            LookupOutcome.Found => string.Create(CultureInfo.InvariantCulture, $"{count} record{(count == 1 ? "" : "s")}"),
            _ => answer.Reason ?? OutcomeInWords.Of(answer.Outcome),
        },
        Authenticated = answer.IsAnswer && answer.Authenticated,
        Records = records.ToArray() is { Length: > 0 } some ? some : [],
        Attempts = answer.Attempts,
        Exposure = answer.Exposure,
    };
}
