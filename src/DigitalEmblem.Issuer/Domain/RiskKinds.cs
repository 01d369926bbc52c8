namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The kinds of risks that an officer reads before a name is marked. The words are stable, because calls acknowledge risks by them.
/// </summary>
[Flags]
internal enum RiskKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An alias or the reverse name of an address leads to a content delivery network.</summary>
    Cdn = 1,

    /// <summary>An alias or the reverse name of an address leads to a service that hosts many customers.</summary>
    SharedHosting = 2,

    /// <summary>An alias leads out of the organization's zones, and nothing more is known of where.</summary>
    HostedElsewhere = 4,

    /// <summary>Other names, which nobody declared to serve protected purposes only, are behind one of its addresses.</summary>
    SharedAddress = 8,

    /// <summary>It is not below the organization's own name, and in no zone on the list.</summary>
    OutsideZone = 16,

    /// <summary>It can be taken for another name.</summary>
    LookAlike = 32,

    /// <summary>A part of this could not be found out.</summary>
    NotFoundOut = 64,
}

/// <summary>Kinds of risks in lists.</summary>
internal static class RiskKindsExtensions
{
    /// <summary>Each of them.</summary>
    public static IReadOnlyList<RiskKinds> Each(this RiskKinds kinds) =>
        [.. Enum.GetValues<RiskKinds>().Where(k => k != RiskKinds.None && (kinds & k) == k)];

    /// <summary>All of a list together.</summary>
    public static RiskKinds Together(this IEnumerable<RiskKinds> kinds) => kinds.Aggregate(RiskKinds.None, (all, kind) => all | kind);
}
