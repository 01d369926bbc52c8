namespace DigitalEmblem;

/// <summary>Finds the known name that is nearest to a misspelt one. It serves messages only: the program never acts on a guess.</summary>
internal static class NearestName
{
    // The known names are short. A longer text cannot be one of them, so no time is spent on it.
    private const int MaxLength = 64;

    /// <summary>The nearest of the names; null if none is near. Case does not count, and neither do dashes at the beginning.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">What there is.</param>
    public static string? Of(string written, IEnumerable<string> names)
    {
        string wanted = Plain(written);
        if (wanted.Length is 0 or > MaxLength)
        {
            return null;
        }

        (int Distance, string Name)[] near = [.. names
            .Select(name => (Distance: DistanceOf(wanted, Plain(name)), Name: name))
            .Where(n => n.Distance <= Math.Max(1, wanted.Length / 3))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)];
        return near.Length > 0 ? near[0].Name : null;
    }

    private static string Plain(string name) => name.TrimStart('-').ToLowerInvariant();

    /// <summary>
    /// How many letters must be put in, left out, changed, or exchanged with their neighbour. A beginning of the name is one step away.
    /// </summary>
    private static int DistanceOf(string one, string other)
    {
        if (one.Length >= 3 && other.StartsWith(one, StringComparison.Ordinal))
        {
            return one.Length == other.Length ? 0 : 1;
        }

        int[] before = new int[other.Length + 1], last = new int[other.Length + 1], next = new int[other.Length + 1];
        for (int j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= one.Length; i++)
        {
            next[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                next[j] = Math.Min(change, Math.Min(last[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
                }
            }

            (before, last, next) = (last, next, before);
        }

        return last[other.Length];
    }
}
