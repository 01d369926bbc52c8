using System.Text;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Whether attackers try a password first. Lists of common passwords have few of twelve characters, and nearly all are of three kinds: one
/// or two common words with digits and signs around or in them, a run of keys, or a short piece that is repeated.
/// </summary>
internal static class CommonPassword
{
    private const int FewestDifferent = 5, ShortestRun = 6;

    // At the end they are a year or a count, and stand for no letters.
    private static readonly char[] Ends = [.. "0123456789!@#$%^&*()-_=+.,?"];

    private static readonly string[] Runs =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn", "1q2w3e4r5t6y7u8i9o0p",
        "йцукенгшщзхъфывапролджэячсмитьбю",
    ];

    private static readonly string[] Words =
    [
        "password", "passwort", "passphrase", "motdepasse", "contrasena", "welcome", "willkommen", "bienvenue", "letmein", "iloveyou",
        "administrator", "admin", "root", "user", "guest", "login", "changeme", "secret", "default", "master", "monkey", "dragon",
        "football", "baseball", "sunshine", "princess", "superman", "batman", "trustno", "whatever", "qwerty", "azerty", "qwertz",
        "winter", "summer", "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september",
        "october", "november", "december", "monday", "friday", "test", "testing", "temp", "hello", "love", "jesus", "freedom",
        "shadow", "michael", "charlie", "computer", "internet", "service", "company", "emblem", "digitalemblem", "issuer", "redcross",
        "redcrescent", "croixrouge", "geneva", "society", "ministry", "my", "the", "is", "this", "new", "pass", "word",
        "correcthorsebatterystaple", "correct", "horse", "battery", "staple",
    ];

    /// <summary>Whether it is one of these kinds, or built from the handle.</summary>
    public static bool Is(string password, string handle)
    {
        string lower = password.ToLowerInvariant(), stem = lower.TrimEnd(Ends);
        string letters = Letters(stem);
        string[] words = handle.Length > 2 ? [.. Words, Letters(handle.ToLowerInvariant())] : Words;
        return lower.Distinct().Count() < FewestDifferent
            || Runs.Any(r => IsOfRun(lower, r) || (stem.Length >= ShortestRun && IsOfRun(stem, r)))
            || IsRepeated(lower)
            || (letters.Length > 0 && IsOfWords(letters, words));
    }

    // The signs that people write for letters are read as these; other digits and signs do not count.
    private static string Letters(string lower)
    {
        var letters = new StringBuilder(lower.Length);
        foreach (char c in lower)
        {
            char read = c switch { '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c };
            if (char.IsLetter(read))
            {
                letters.Append(read);
            }
        }

        return letters.ToString();
    }

    private static bool IsOfWords(string letters, string[] words)
    {
        bool[] reached = new bool[letters.Length + 1];
        reached[0] = true;
        for (int i = 0; i < letters.Length; i++)
        {
            if (reached[i])
            {
                foreach (string word in words.Where(w => w.Length > 0 && letters.AsSpan(i).StartsWith(w, StringComparison.Ordinal)))
                {
                    reached[i + word.Length] = true;
                }
            }
        }

        return reached[^1];
    }

    private static bool IsOfRun(string lower, string run)
    {
        string both = run + run, back = new([.. both.Reverse()]);
        return both.Contains(lower, StringComparison.Ordinal) || back.Contains(lower, StringComparison.Ordinal);
    }

    private static bool IsRepeated(string lower) => Enumerable.Range(1, lower.Length / 2).Any(
        n => n <= 6 && Enumerable.Range(0, lower.Length).All(i => lower[i] == lower[i % n]));
}
