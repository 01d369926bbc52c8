using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>
/// The entries that an answer shows: the first ones of each standing, so that a thousand missing files do not hide the one that is new.
/// </summary>
/// <param name="most">How many are shown together.</param>
internal sealed class ShownEntries(int most)
{
    private readonly List<CheckedEntry>[] _first = [.. Enum.GetValues<EntryStanding>().Select(_ => new List<CheckedEntry>())];

    public void Add(CheckedEntry entry)
    {
        List<CheckedEntry> list = _first[(int)entry.Standing];
        if (entry.Standing != EntryStanding.Covered && list.Count < most)
        {
            list.Add(entry);
        }
    }

    /// <summary>Those of some standings, one standing after the other; each has its share of the places if there are too many.</summary>
    public IReadOnlyList<CheckedEntry> Of(params EntryStanding[] standings)
    {
        List<CheckedEntry>[] lists = [.. standings.Select(s => _first[(int)s]).Where(l => l.Count > 0)];
        long places = most;
        int[] taken = new int[lists.Length];

        // The shortest list first, so that the places that it leaves go to the others.
        int open = lists.Length;
        foreach (int i in Enumerable.Range(0, lists.Length).OrderBy(i => lists[i].Count))
        {
            taken[i] = (int)Math.Min(lists[i].Count, places / open--);
            places -= taken[i];
        }

        return [.. lists.SelectMany((list, i) => list.Take(taken[i]))];
    }
}
