using System.Text.Json.Serialization;

namespace DigitalEmblem;

/// <summary>What a statement about the law is about.</summary>
internal enum LawStatementKind
{
    /// <summary>Whom or what the sign covers.</summary>
    [JsonStringEnumMemberName("covers")]
    Covers = 0,

    /// <summary>What the law demands.</summary>
    [JsonStringEnumMemberName("effect")]
    Effect,

    /// <summary>When that ends, and what does not end it.</summary>
    [JsonStringEnumMemberName("limits")]
    Limits,

    /// <summary>What must be done before and during an attack.</summary>
    [JsonStringEnumMemberName("precautions")]
    Precautions,

    /// <summary>What the sign does not say.</summary>
    [JsonStringEnumMemberName("not-said")]
    NotSaid,

    /// <summary>Regimes of protection, and which of them applies.</summary>
    [JsonStringEnumMemberName("regimes")]
    Regimes,

    /// <summary>Transports under the sign.</summary>
    [JsonStringEnumMemberName("transport")]
    Transport,

    /// <summary>Who may authorise the sign.</summary>
    [JsonStringEnumMemberName("authorised")]
    Authorised,

    /// <summary>Other rules on the use of the sign.</summary>
    [JsonStringEnumMemberName("rules")]
    Rules,

    /// <summary>What it means in peacetime.</summary>
    [JsonStringEnumMemberName("peacetime")]
    Peacetime,

    /// <summary>In which kinds of armed conflict.</summary>
    [JsonStringEnumMemberName("conflict")]
    Conflict,

    /// <summary>The sign itself.</summary>
    [JsonStringEnumMemberName("sign")]
    Sign,

    /// <summary>Further signals.</summary>
    [JsonStringEnumMemberName("further-signals")]
    FurtherSignals,

    /// <summary>How articles are numbered.</summary>
    [JsonStringEnumMemberName("numbering")]
    Numbering,

    /// <summary>Misuse of the sign.</summary>
    [JsonStringEnumMemberName("misuse")]
    Misuse,

    /// <summary>War crimes and grave breaches.</summary>
    [JsonStringEnumMemberName("crimes")]
    Crimes,

    /// <summary>Custom beside the treaties.</summary>
    [JsonStringEnumMemberName("custom")]
    Custom,

    /// <summary>Of data and cyber operations: what no source disputes.</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,

    /// <summary>Of data and cyber operations: what some hold.</summary>
    [JsonStringEnumMemberName("some")]
    Some,

    /// <summary>Of data and cyber operations: what no source decides.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>How the law can be changed.</summary>
    [JsonStringEnumMemberName("law-making")]
    LawMaking,
}
