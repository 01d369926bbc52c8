using System.Net;
using DigitalEmblem.Discovery;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>
/// Asks the resolver about names within a time, and keeps which questions had no answer: nothing is concluded from silence.
/// </summary>
/// <param name="lookup">The resolver.</param>
/// <param name="time">Ends the questions.</param>
/// <param name="cancellationToken">Ends it all.</param>
/// <param name="told">What names are called where they are told; null for what they are.</param>
internal sealed class NameQuestions(
    IDnsLookup lookup, CancellationToken time, CancellationToken cancellationToken, Func<DomainName, string>? told = null)
{
    /// <summary>What stands in the place of an outcome if a question was left out, to keep within the bounds.</summary>
    public const string NotAsked = "NotAsked";

    private const ushort Aaaa = 28;

    private readonly List<string> _open = [];

    /// <summary>The questions that had no answer, each with why.</summary>
    public IReadOnlyList<string> Open => _open;

    /// <summary>The addresses of a name, and the aliases that lead to them.</summary>
    public async Task<(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<DomainName> Aliases)> AddressesAsync(DomainName name)
    {
        LookupAnswer?[] answers = await Task.WhenAll(AskAsync(name, DnsType.A, "A"), AskAsync(name, Aaaa, "AAAA"));
        LookupAnswer[] given = [.. answers.OfType<LookupAnswer>()];
        return (
            [.. given.SelectMany(a => a.Data).Where(d => d.Length is 4 or 16).Select(d => new IPAddress(d.Span)).Distinct()],
            [.. NamesIn(given.SelectMany(a => a.AliasTargets)).Distinct()]);
    }

    /// <summary>
    /// The reverse names of an address that are host names, and whether it has several, host names or not. The operator of the address
    /// writes them as they like.
    /// </summary>
    public async Task<(IReadOnlyList<DomainName> Names, bool AreSeveral)> ReverseAsync(IPAddress address)
    {
        LookupAnswer? answer = await AskAsync(ReverseName.Of(address), DnsType.Ptr, "PTR");
        return answer is null ? ([], false) : ([.. NamesIn(answer.Names)], answer.Data.Count > 1);
    }

    /// <summary>Notes a question that has no answer, and why: "www.society.example A: TimedOut".</summary>
    public void LeftOut(string what)
    {
        lock (_open)
        {
            _open.Add(what);
        }
    }

    // Texts that are no host names are of no use here, and are not repeated.
    private static IEnumerable<DomainName> NamesIn(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            if (DomainName.TryParse(text.TrimEnd('.'), out DomainName? name) && name.IsHostName)
            {
                yield return name;
            }
        }
    }

    private string Called(DomainName name) => told?.Invoke(name) ?? name.ToString();

    private async Task<LookupAnswer?> AskAsync(DomainName name, ushort type, string typeName)
    {
        try
        {
            LookupAnswer answer = await lookup.LookUpAsync(name, type, time);
            if (!answer.IsAnswer)
            {
                LeftOut($"{Called(name)} {typeName}: {answer.Outcome}");
            }

            // Aliases that lead to a silent server are known all the same.
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LeftOut($"{Called(name)} {typeName}: {LookupOutcome.TimedOut}");
            return null;
        }
    }
}
