using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// What has to change at a name, from what stands there and what it should show. It is a pure function of these. Records of other parties
/// are kept where none of ours are wanted, and keep ours from being published the first time, until an officer takes the name over.
/// </summary>
internal sealed class ZonePlan
{
    // Bounds what is stored and written about records of other parties.
    private const int MostDigests = 50;

    private ZonePlan(IReadOnlyList<RecordChange> changes, string? foreign, string? replaced, bool isBlocked, int ttl, Sentence fault) =>
        (Changes, Foreign, Replaced, IsBlocked, Ttl, Fault) = (changes, foreign, replaced, isBlocked, ttl, fault);

    /// <summary>The changes; none if the name shows what it should.</summary>
    public IReadOnlyList<RecordChange> Changes { get; }

    /// <summary>The SHA-256 digests of the records of other parties; null if there are none.</summary>
    public string? Foreign { get; }

    /// <summary>The SHA-256 digests of those that the changes replace; null if they replace none.</summary>
    public string? Replaced { get; }

    /// <summary>Whether records of other parties keep ours from being published.</summary>
    public bool IsBlocked { get; }

    /// <summary>The longest time to live of records of ours that are there, or should be, in seconds.</summary>
    public int Ttl { get; }

    /// <summary>What is different, for a person; empty if nothing is.</summary>
    public Sentence Fault { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="standing">What stands at the name, one entry a type that is wanted.</param>
    /// <param name="wanted">What it should show.</param>
    /// <param name="own">The records there that are ours, as hexadecimal text.</param>
    /// <param name="ttl">The time to live that records should have; null if it cannot be compared.</param>
    public static ZonePlan Of(IReadOnlyList<StandingRecords> standing, WantedName wanted, IReadOnlySet<string> own, int? ttl)
    {
        HashSet<string> ours = [.. own, .. wanted.Records.SelectMany(r => r.Data).Select(OwnRecords.Hex)];
        ReadOnlyMemory<byte>[] foreign = [.. standing.SelectMany(s => s.OfEmblems.Where(d => !ours.Contains(s.Key(d))))];
        string? digests = Digests(foreign);
        bool takesOver = digests is not null && digests == wanted.Own.TakesOver;
        var changes = new List<RecordChange>();
        var replaced = new List<ReadOnlyMemory<byte>>();
        int longest = ttl ?? 0;
        Sentence fault = Sentence.Of($"");
        foreach (WantedRecords records in wanted.Records)
        {
            StandingRecords there = standing.First(s => s.Type == records.Type);
            IReadOnlyList<ReadOnlyMemory<byte>> next = records.Data.Count > 0 || (takesOver && !wanted.IsNothing)
                ? records.Data
                : [.. there.OfEmblems.Where(d => !own.Contains(there.Key(d)))];
            // All records of one type at a name have one time to live (RFC 2181, 5.2): where others stand beside ours, it is theirs.
            bool isTtlOurs = records.Data.Count > 0 && there.Others.Count == 0;
            bool isOtherTtl = isTtlOurs && ttl is not null && there.OfEmblems.Count > 0 && there.Ttl != ttl;
            if (records.Data.Count > 0 || there.OfEmblems.Any(d => own.Contains(there.Key(d))))
            {
                longest = Math.Max(longest, there.Ttl ?? 0);
            }

            HashSet<string> kept = [.. next.Select(there.Key)];
            bool isSame = kept.SetEquals(there.OfEmblems.Select(there.Key));
            if (isSame && !isOtherTtl)
            {
                continue;
            }

            fault = isSame
                ? Sentence.Counting(
                    there.Ttl ?? 0, $"The records have a time to live of {there.Ttl} seconds there, and not of {ttl}.")
                : there.OfEmblems.Count == 0 ? Sentence.Of($"There is nothing at the name.")
                : wanted.IsNothing ? Sentence.Of($"Records of ours are still at the name.")
                : Sentence.Of($"Other records stand at the name: an older set, or someone else publishes there too.");
            replaced.AddRange(there.OfEmblems.Where(d => !kept.Contains(there.Key(d)) && !ours.Contains(there.Key(d))));
            changes.Add(new RecordChange(
                records.Type,
                there.Answer.Data,
                [.. there.Others, .. next],
                isTtlOurs ? ttl ?? 0 : there.Ttl ?? ttl ?? 0));
        }

        bool isBlocked = digests is not null && !wanted.IsNothing && !wanted.Own.WasSeen && !takesOver;
        return new ZonePlan(changes, digests, Digests(replaced), isBlocked, longest, fault);
    }

    /// <summary>The outcome if nothing is to be sent: all is as it should be, or must not be changed; null otherwise.</summary>
    public ZoneOutcome? Settled(DomainName name) => IsBlocked
        ? new ZoneOutcome(
            false,
            $"Records of another party stand at {name} (SHA-256 {Foreign}): a token or key that this service did not issue for it. They "
                + $"are not deleted. Find out who published them, and have them taken out; or take the name over, which replaces them.")
        {
            Foreign = Foreign,
            IsDifferent = true,
        }
        : Changes.Count == 0 ? new ZoneOutcome(true) { Ttl = Ttl } : null;

    /// <summary>Each digest; of very many the first ones, and one of all, since a decision is about exactly these records.</summary>
    private static string? Digests(IReadOnlyCollection<ReadOnlyMemory<byte>> records)
    {
        string[] all = [.. records.Select(r => Convert.ToHexStringLower(SHA256.HashData(r.Span))).Distinct().Order(StringComparer.Ordinal)];
        return all.Length == 0 ? null
            : all.Length <= MostDigests ? string.Join(' ', all)
            : string.Join(' ', [.. all.Take(MostDigests), Convert.ToHexStringLower(SetDigest.Of(records))]);
    }
}
