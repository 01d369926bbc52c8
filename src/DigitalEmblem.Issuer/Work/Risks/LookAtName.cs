using System.Net;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>Gathers what speaks against marking one name: its aliases, addresses and their reverse names, and the name itself.</summary>
internal sealed class LookAtName(IDnsLookup lookup, KnownNames known, OtherNames others, RiskLimits limits)
{
    /// <summary>Looks at it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="time">Ends the questions: what has no answer by then is told as not found out.</param>
    /// <param name="cancellationToken">Ends it all.</param>
    /// <returns>The risks, one of a kind; none if there are none.</returns>
    public async Task<IReadOnlyList<Risk>> RunAsync(DomainName name, CancellationToken time, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<RiskKinds, List<string>>();
        if (!known.IsOwn(name))
        {
            Add(facts, RiskKinds.OutsideZone, name.ToString());
        }

        foreach (string other in known.TakenFor(name))
        {
            Add(facts, RiskKinds.LookAlike, other);
        }

        var questions = new NameQuestions(lookup, time, cancellationToken);
        (IReadOnlyList<IPAddress> addresses, IReadOnlyList<DomainName> aliases) = await questions.AddressesAsync(name);
        foreach (DomainName alias in aliases)
        {
            RiskKinds kind = HostingSuffixes.KindOf(alias);
            if (kind != RiskKinds.None || !known.IsOwn(alias))
            {
                Add(facts, kind == RiskKinds.None ? RiskKinds.HostedElsewhere : kind, alias.ToString());
            }
        }

        foreach (IPAddress address in addresses)
        {
            foreach (DomainName other in others.ByAddress[address].Where(o => o != name))
            {
                Add(facts, RiskKinds.SharedAddress, $"{address}: {known.Told(other)}");
            }
        }

        await ReverseAsync(addresses, name, questions, facts);
        if (addresses.Count > 0)
        {
            others.Open.ToList().ForEach(questions.LeftOut);
        }

        questions.Open.Order(StringComparer.Ordinal).ToList().ForEach(o => Add(facts, RiskKinds.NotFoundOut, o));
        // The more precise word stands alone.
        if (facts.ContainsKey(RiskKinds.Cdn) || facts.ContainsKey(RiskKinds.SharedHosting))
        {
            facts.Remove(RiskKinds.HostedElsewhere);
        }

        return [.. facts.OrderBy(f => f.Key).Select(f => new Risk(f.Key, Bounded(f.Value)))];
    }

    private async Task ReverseAsync(
        IReadOnlyList<IPAddress> addresses, DomainName name, NameQuestions questions, Dictionary<RiskKinds, List<string>> facts)
    {
        IPAddress[] asked = [.. addresses.Take(limits.Addresses)];
        if (asked.Length < addresses.Count)
        {
            questions.LeftOut($"{addresses[asked.Length]} PTR: {NameQuestions.NotAsked}");
        }

        (IReadOnlyList<DomainName> Names, bool AreSeveral)[] answers = await Task.WhenAll(asked.Select(questions.ReverseAsync));
        foreach ((IPAddress address, (IReadOnlyList<DomainName> names, bool areSeveral)) in asked.Zip(answers))
        {
            foreach (DomainName reverse in names)
            {
                if (HostingSuffixes.KindOf(reverse) is var kind and not RiskKinds.None)
                {
                    Add(facts, kind, $"{address}: {reverse}");
                }
            }

            // One reverse name is that of the machine, whoever runs it; several are of those who share it.
            if (areSeveral)
            {
                foreach (DomainName reverse in names.Where(n => !known.IsOwn(n)))
                {
                    Add(facts, RiskKinds.SharedAddress, $"{address}: {reverse}");
                }
            }
        }
    }

    private static void Add(Dictionary<RiskKinds, List<string>> facts, RiskKinds kind, string fact)
    {
        if (!facts.TryGetValue(kind, out List<string>? there))
        {
            facts[kind] = there = [];
        }

        if (!there.Contains(fact))
        {
            there.Add(fact);
        }
    }

    private List<string> Bounded(List<string> facts) => facts.Count <= limits.Facts
        ? facts
        : [.. facts.Take(limits.Facts), $"+{facts.Count - limits.Facts}"];
}
