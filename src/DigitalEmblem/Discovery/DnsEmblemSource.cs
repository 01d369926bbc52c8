using System.Globalization;

namespace DigitalEmblem;

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
    /// <param name="cache">What was read before, best the verifier's; null for nothing.</param>
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
    public async Task<Discovered> FindAsync(DomainName name, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        Task<LookupAnswer> ihle = _lookup.LookUpAsync(name, _ihle, cancellation);
        Task<LookupAnswer> txt = _lookup.LookUpAsync(name, DnsType.Txt, cancellation);
        LookupAnswer ihleAnswer = await ihle.ConfigureAwait(false), txtAnswer = await txt.ConfigureAwait(false);
        return ihleAnswer.Data.Count == 0 && txtAnswer.Data.Count == 0
            ? new Discovered(UnverifiedTokens.Empty, [Report("IHLE", ihleAnswer, 0, []), Report("TXT", txtAnswer, 0, [])])
            : Discovered.Combine([ReadIhle(name, ihleAnswer), ReadTxt(name, txtAnswer)], _limits);
    }

    private Discovered ReadIhle(DomainName name, LookupAnswer answer)
    {
        IEnumerable<InputItem> items = answer.Data.Select((data, i) => InputReader.ReadItem(data, new InputItem(i + 1, $"{name} IHLE, record {i + 1}") { Source = "IHLE" }, _limits, _cache));
        IEnumerable<string> records = answer.Data.Select(d => $"{name}. TYPE{_ihle} \\# {d.Length} {Convert.ToHexString(d.Span)}");
        return new Discovered(UnverifiedTokens.Of(items, _limits), [Report("IHLE", answer, answer.Data.Count, records)]);
    }

    private Discovered ReadTxt(DomainName name, LookupAnswer answer)
    {
        // A record that cannot be taken apart may have been an emblem: the answer is no "no".
        if (!answer.Data.All(d => CharacterStrings.IsWellFormed(d.Span)))
        {
            answer = answer with { Outcome = LookupOutcome.Malformed, Data = [] };
        }

        string[] texts = [.. answer.Data.Select(d => CharacterStrings.Join(d.Span)).OfType<string>().Where(TxtRecord.Concerns)];
        IEnumerable<InputItem> items = texts.Select((text, i) => TxtRecord.Read(text, new InputItem(i + 1, $"{name} TXT, record {i + 1}") { Source = "TXT" }, _limits, _cache));
        return new Discovered(UnverifiedTokens.Of(items, _limits), [Report("TXT", answer, texts.Length, texts.Select(t => $"{name}. TXT {Printable.Text(t)}"))]);
    }

    private static SourceReport Report(string source, LookupAnswer answer, int count, IEnumerable<string> records) => new()
    {
        Source = source,
        Outcome = !answer.IsAnswer ? SourceOutcome.Unavailable : count > 0 ? SourceOutcome.Found : SourceOutcome.Absent,
        Detail = answer.Outcome switch
        {
            LookupOutcome.Found when count == 0 => "records of other things only",
            LookupOutcome.Found => string.Create(CultureInfo.InvariantCulture, $"{count} record{(count == 1 ? "" : "s")}"),
            LookupOutcome.NoData => "the name has no such record",
            LookupOutcome.NameNotFound => "the name does not exist",
            LookupOutcome.ServerFailure => "the server failed (SERVFAIL; a resolver also says so when DNSSEC does not validate)",
            LookupOutcome.Refused => "the server refused to answer (REFUSED)",
            LookupOutcome.Unreachable => "the server could not be reached",
            LookupOutcome.Malformed => "the answer could not be read, or contradicts itself",
            LookupOutcome.Disagreement => "the resolvers do not say the same",
            LookupOutcome.Referred => "the server is no resolver, and not responsible for the name",
            _ => "no answer in time",
        },
        Authenticated = answer.IsAnswer && answer.Authenticated,
        Records = records.ToArray() is { Length: > 0 } some ? some : [],
        Attempts = answer.Attempts,
        Exposure = answer.Exposure,
    };
}
