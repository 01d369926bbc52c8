namespace DigitalEmblem;

/// <summary>
/// The tokens that are judged together, and the keys at hand for them: one set per source and profile, and per ID of TXT records, never
/// mixed (decisions.md, 9). A name that moves from one profile to the other shows two good sets, and their union would be invalid.
/// </summary>
public sealed class UnverifiedSet
{
    internal UnverifiedSet(string? source, TokenProfile profile, string? id, IReadOnlyList<InputItem> items, Finding? exceededLimit = null)
    {
        Source = source;
        Profile = profile;
        Id = id;
        Items = items;
        ExceededLimit = exceededLimit ?? LimitOf(items);
    }

    /// <summary>Where it was found; null for files.</summary>
    public string? Source { get; }

    /// <summary>The name that it belongs to, where the input speaks of several; else null.</summary>
    public DomainName? Owner { get; private init; }

    /// <summary>The profile of its tokens.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The ID of the TXT records it comes from; null if they had none.</summary>
    public string? Id { get; }

    /// <summary>Its tokens, the keys for them, and what could not be read.</summary>
    public IReadOnlyList<InputItem> Items { get; }

    /// <summary>
    /// The limit that was exceeded, so that the set is not judged; else null. Sets of other sources are still judged (decisions.md, 9 and
    /// 17).
    /// </summary>
    public Finding? ExceededLimit { get; }

    /// <summary>
    /// A name for it: the source if it was found somewhere, the profile, the ID if there is one, and the name it belongs to if there
    /// are several.
    /// </summary>
    public string Name =>
        string.Join(' ', ((string?[])[
            Source,
            Profile.ToString().ToUpperInvariant(),
            Id is null ? null : Printable.Text(Id),
            Owner is null ? null : $"of {Owner}"]).OfType<string>());

    /// <summary>The same, as one of several names.</summary>
    internal UnverifiedSet At(DomainName owner) => new(Source, Profile, Id, Items, ExceededLimit) { Owner = owner };

    internal static Finding Exceeded(FindingText message) =>
        Finding.Failure(
            FindingCode.LimitExceeded, $"{message} The set was not judged, so that nothing is concluded from a part.", "decisions.md, 17");

    private static Finding? LimitOf(IReadOnlyList<InputItem> items)
    {
        // If several items exceed a limit, report the message that sorts first, so that the result does not depend on the order of records.
        string? first = null;
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Fault is { Fault: FormatFault.LimitExceeded } fault)
            {
                string words = $"{Printable.Text(items[i].Origin)}: {fault.Message}.";
                first = first is null || string.CompareOrdinal(words, first) < 0 ? words : first;
            }
        }

        return first is null ? null : Exceeded(first);
    }
}
