namespace DigitalEmblem;

/// <summary>
/// What an endorsement demands of the emblems below it (core-02, claims: <c>prp</c>; core-00, claims: <c>emb</c>). A
/// null member demands nothing.
/// </summary>
public sealed record EmblemConstraints
{
    private static readonly EmblemConstraints[] OnlyPurposes =
        [.. Enumerable.Range(0, (int)DigitalEmblem.Purposes.All + 1).Select(bits => new EmblemConstraints { Purposes = (Purposes)bits })];

    /// <summary>No demand at all (possible in the JWS profile only).</summary>
    public static EmblemConstraints None { get; } = new();

    /// <summary>The purposes an emblem may have.</summary>
    public Purposes? Purposes { get; init; }

    /// <summary>The channels an emblem may name (JWS profile only).</summary>
    public ValueList<string>? Channels { get; init; }

    /// <summary>The assets that must cover each asset of the emblem (JWS profile only).</summary>
    public ValueList<AssetIdentifier>? Assets { get; init; }

    /// <summary>The longest validity of an emblem: <c>nbf + wnd &gt;= exp</c> (JWS profile only).</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>A demand on purposes alone, as the CWT profile makes it. There are few different ones, and each is made once.</summary>
    internal static EmblemConstraints OnPurposes(Purposes purposes) => OnlyPurposes[(int)purposes];

    /// <summary>
    /// The names of the constraints that <paramref name="emblem"/> violates: <c>prp</c>, <c>dst</c>, <c>assets</c>,
    /// <c>wnd</c>; empty if it is valid under them.
    /// </summary>
    /// <remarks>An emblem that does not state its purposes or channels satisfies no constraint on them (decisions.md, 6).</remarks>
    /// <param name="emblem">The emblem.</param>
    public IReadOnlyList<string> ViolatedBy(Emblem emblem)
    {
        ArgumentNullException.ThrowIfNull(emblem);
        if (Channels is null
            && Assets is null
            && Window is null
            && (Purposes is not { } only || (emblem.Purposes is { } stated && (only & stated) == stated)))
        {
            return [];
        }

        var violated = new List<string>();
        if (Purposes is { } permitted && (emblem.Purposes is not { } claimed || (permitted & claimed) != claimed))
        {
            violated.Add("prp");
        }

        if (Channels is { } channels && (emblem.Channels is not { } used || used.Except(channels, StringComparer.Ordinal).Any()))
        {
            violated.Add("dst");
        }

        if (Assets is { } assets && !emblem.Assets.All(asset => assets.Any(a => a.Covers(asset))))
        {
            violated.Add("assets");
        }

        if (Window is { } window && emblem.Validity.Lifetime > window)
        {
            violated.Add("wnd");
        }

        return violated;
    }
}
