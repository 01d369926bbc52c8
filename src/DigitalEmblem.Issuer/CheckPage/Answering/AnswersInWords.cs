using System.Globalization;
using System.Text;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>
/// The answers of the resolver, written down in the form of <c>dig</c>, which every reader of evidence files knows (spec/input.md). The
/// records are as they were received. TXT records of other things are left out: they are nobody's to show here.
/// </summary>
internal static class AnswersInWords
{
    private const int Ttl = 60;

    /// <summary>One input for each question.</summary>
    public static IReadOnlyList<EvidenceInput> Of(DomainName name, int ihleType, IReadOnlyDictionary<ushort, LookupAnswer> answers) =>
        [.. answers.OrderBy(a => a.Key).Select(a => new EvidenceInput(
            a.Key == ihleType ? "answer-IHLE.txt" : "answer-TXT.txt", Encoding.UTF8.GetBytes(Text(name, a.Key, a.Value))))];

    private static string Text(DomainName name, ushort type, LookupAnswer answer)
    {
        ReadOnlyMemory<byte>[] records = [.. answer.Data.Where(d => type != DnsType.Txt || IsOfEmblem(d))];
        bool isCutTxt = type == DnsType.Txt && answer.Data.Any(d => !CharacterStrings.IsWellFormed(d.Span));
        string? status = isCutTxt && records.Length == 0 ? "SERVFAIL" : answer.Outcome switch
        {
            LookupOutcome.Found or LookupOutcome.NoData => "NOERROR",
            LookupOutcome.NameNotFound => "NXDOMAIN",
            LookupOutcome.ServerFailure => "SERVFAIL",
            LookupOutcome.Refused => "REFUSED",
            _ => null,
        };
        if (status is null)
        {
            return ";; connection timed out; no servers could be reached\n";
        }

        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            ;; ->>HEADER<<- opcode: QUERY, status: {status}, id: 0
            ;; flags: qr rd ra; QUERY: 1, ANSWER: {records.Length}, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;{name}. IN TYPE{type}

            ;; ANSWER SECTION:

            """);
        foreach (ReadOnlyMemory<byte> data in records)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}. {Ttl} IN TYPE{type} \\# {data.Length} {Convert.ToHexString(data.Span)}\n");
        }

        return text.ToString();
    }

    private static bool IsOfEmblem(ReadOnlyMemory<byte> data) =>
        TxtRecord.TryRead(data, new InputItem(1, ""), TokenLimits.Default, VerificationCache.None, out _) is not null;
}
