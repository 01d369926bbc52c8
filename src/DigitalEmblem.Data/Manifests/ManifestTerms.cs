namespace DigitalEmblem.Data;

/// <summary>What a manifest says of itself before its first entry: its kind, and what belongs to that kind (data-emblem, head).</summary>
public sealed class ManifestTerms
{
    private ManifestTerms(
        DataKind kind, ValueList<EntryPath> exclusions, DataPlace? place = null, long? generation = null, DataRoot? previous = null)
    {
        Kind = kind;
        Exclusions = exclusions;
        Place = place;
        Generation = generation;
        Previous = previous;
    }

    /// <summary>What the manifest is a manifest of.</summary>
    public DataKind Kind { get; }

    /// <summary>
    /// Paths that are not covered, and all below them, strictly ascending; at most 1,024, none below another. Anything may lie there.
    /// </summary>
    public ValueList<EntryPath> Exclusions { get; }

    /// <summary>The place of a location sign; null for every other kind.</summary>
    public DataPlace? Place { get; }

    /// <summary>The number of a volume's generation, from 1; null for every other kind.</summary>
    public long? Generation { get; }

    /// <summary>The root of the generation before; null for the first one, and for every other kind.</summary>
    public DataRoot? Previous { get; }

    /// <summary>The content of a file or a tree.</summary>
    /// <param name="exclusions">Paths that are not covered; they are put in order.</param>
    /// <exception cref="ArgumentException">
    /// There are too many, or one stands twice, lies below another or is one of the sign's own files.
    /// </exception>
    public static ManifestTerms ForContent(params IReadOnlyCollection<EntryPath> exclusions) =>
        new(DataKind.Content, InOrder(exclusions));

    /// <summary>A place where data lie.</summary>
    /// <param name="place">The place; its facts are put in order.</param>
    /// <exception cref="ArgumentException">A name or value is out of its range, or a name stands twice.</exception>
    public static ManifestTerms ForLocation(DataPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        DataPlace ordered = place with { Facts = ValueList.From(place.Facts.OrderBy(f => f.Name, StringComparer.Ordinal)) };
        return PlaceForm.Fault(ordered) is { } fault
            ? throw new ArgumentException($"This place cannot be named: {fault}.", nameof(place))
            : new ManifestTerms(DataKind.Location, [], ordered);
    }

    /// <summary>A generation of a growing archive: its entries are those that are new.</summary>
    /// <param name="generation">Its number, from 1.</param>
    /// <param name="previous">The root of the generation before; null if it is the first one.</param>
    /// <param name="exclusions">Paths that are not covered; they are put in order.</param>
    /// <exception cref="ArgumentException">Exactly the first generation has none before it, or an exclusion is wrong.</exception>
    public static ManifestTerms ForVolume(long generation, DataRoot? previous, params IReadOnlyCollection<EntryPath> exclusions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(generation);
        return generation == 1 == previous is null
            ? new ManifestTerms(DataKind.Volume, InOrder(exclusions), generation: generation, previous: previous)
            : throw new ArgumentException(
                "The first generation of a volume has none before it, and every other one has.", nameof(previous));
    }

    /// <summary>What a head says, which was checked as it was read.</summary>
    internal static ManifestTerms Of(
        DataKind kind, ValueList<EntryPath> exclusions, DataPlace? place, long? generation, DataRoot? previous) =>
        new(kind, exclusions, place, generation, previous);

    private static ValueList<EntryPath> InOrder(IReadOnlyCollection<EntryPath> exclusions)
    {
        ArgumentNullException.ThrowIfNull(exclusions);
        ValueList<EntryPath> ordered = ValueList.From(exclusions.Order());
        return EntryRules.Fault(ordered) is { } fault
            ? throw new ArgumentException($"These paths cannot be excluded: {fault}.", nameof(exclusions))
            : ordered;
    }
}
