using System.Text.Json.Serialization;

namespace DigitalEmblem;

/// <summary>For whom statements are put in order.</summary>
internal enum LawReader
{
    /// <summary>One who decides on an attack, or advises on it.</summary>
    [JsonStringEnumMemberName("commander")]
    Commander = 0,

    /// <summary>One who runs networks or services and meets a sign.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,

    /// <summary>One who shows a sign, or authorises it.</summary>
    [JsonStringEnumMemberName("issuer")]
    Issuer,

    /// <summary>One who checks what is said.</summary>
    [JsonStringEnumMemberName("lawyer")]
    Lawyer,
}
