using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// Short texts by which programs of the organization find its assets again, as <c>key=value</c>: which system keeps one, which site it
/// belongs to. They decide nothing, and no emblem has them.
/// </summary>
internal sealed class AssetLabels : IEquatable<AssetLabels>
{
    /// <summary>How many an asset has at most.</summary>
    public const int Most = 16;

    /// <summary>How many characters a key has at most, and a value.</summary>
    public const int Longest = 63;

    /// <summary>How many characters one label has at most, with its sign.</summary>
    public const int LongestLabel = (2 * Longest) + 1;

    /// <summary>How many characters all labels of an asset have at most, as <see cref="ToString"/> writes them.</summary>
    public const int LongestText = (Most * (LongestLabel + 1)) - 1;

    private const char Sign = '=', Space = ' ';

    private readonly string _text;

    private AssetLabels(SortedDictionary<string, string> values)
    {
        Values = values;
        _text = string.Join(Space, Each);
    }

    /// <summary>Values by keys, in the order of the keys; at least one.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>Each as <c>key=value</c>, in the order of the keys.</summary>
    public IEnumerable<string> Each => Values.Select(v => $"{v.Key}{Sign}{v.Value}");

    /// <summary>Labels of keys and values.</summary>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="RefusedException">They are too many, or one is not of its form.</exception>
    public static AssetLabels? Of(IEnumerable<KeyValuePair<string, string>> values)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in values)
        {
            if (!IsKey(key) || !IsValue(value))
            {
                throw new RefusedException(
                    Refusal.Malformed,
                    $"A label is key=value: the key has 1 to {Longest} lower-case letters, digits and - _ . /, the value up to {Longest} "
                        + $"letters, digits and - _ . ; both begin and end with a letter or digit.");
            }

            if (!sorted.TryAdd(key, value))
            {
                throw new RefusedException(Refusal.Malformed, $"Two labels have the same key: leave one out.");
            }

            if (sorted.Count > Most)
            {
                throw new RefusedException(Refusal.Malformed, $"An asset has at most {Most} labels: leave some out.");
            }
        }

        return sorted.Count == 0 ? null : new AssetLabels(sorted);
    }

    /// <summary>Reads labels, with spaces between them.</summary>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="RefusedException">They are too many, or one is not of its form.</exception>
    public static AssetLabels? Parse(string text) => Of(text.Split(Space, StringSplitOptions.RemoveEmptyEntries).Select(Apart));

    /// <summary>Reads one label, to look for assets that have it.</summary>
    /// <exception cref="RefusedException">It is not of its form.</exception>
    public static string ParseOne(string text) => Of([Apart(text)])!.ToString();

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] AssetLabels? other) => other?._text == _text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AssetLabels);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>All of them, with a space between two, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;

    // A text without the sign has an empty key, which is refused.
    private static KeyValuePair<string, string> Apart(string label) => label.IndexOf(Sign, StringComparison.Ordinal) is >= 0 and var at
        ? new(label[..at], label[(at + 1)..])
        : new("", "");

    private static bool IsKey(string key) => key.Length is >= 1 and <= Longest && IsEnd(key[0]) && IsEnd(key[^1])
        && key.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c) || c is '-' or '_' or '.' or '/');

    private static bool IsValue(string? value) => value is not null && (value.Length == 0 || (value.Length <= Longest
        && IsEnd(value[0]) && IsEnd(value[^1]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')));

    private static bool IsEnd(char c) => char.IsAsciiLetterOrDigit(c);
}
