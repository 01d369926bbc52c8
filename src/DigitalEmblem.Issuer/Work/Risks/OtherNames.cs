using System.Collections.Concurrent;
using System.Net;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>Where the other names on the list are, as asked once for a whole call.</summary>
/// <param name="ByAddress">The names behind each address.</param>
/// <param name="Open">What could not be found out of them.</param>
internal sealed record OtherNames(ILookup<IPAddress, DomainName> ByAddress, IReadOnlyList<string> Open)
{
    /// <summary>Asks for the addresses of the other names on the list, so many at once, for so long.</summary>
    public static async Task<OtherNames> AskAsync(
        KnownNames known, IDnsLookup lookup, RiskLimits limits, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.OfName);
        DomainName[] asked = [.. known.Others.Take(limits.Others)];
        var found = new (DomainName Name, IReadOnlyList<IPAddress> Addresses)[asked.Length];
        var open = new ConcurrentBag<string>();
        await Parallel.ForAsync(
            0,
            asked.Length,
            new ParallelOptions { MaxDegreeOfParallelism = limits.AtOnce, CancellationToken = cancellationToken },
            async (i, _) =>
            {
                var questions = new NameQuestions(lookup, time.Token, cancellationToken, known.Told);
                found[i] = (asked[i], (await questions.AddressesAsync(asked[i])).Addresses);
                questions.Open.ToList().ForEach(open.Add);
            });
        return new OtherNames(
            found.SelectMany(f => f.Addresses.Select(a => (Address: a, f.Name))).ToLookup(p => p.Address, p => p.Name),
            [
                .. open.Order(StringComparer.Ordinal),
                .. known.Others.Skip(limits.Others).Select(n => $"{known.Told(n)} A: {NameQuestions.NotAsked}"),
            ]);
    }
}
