using System.Text.Json.Serialization;

namespace DigitalEmblem;

/// <summary>How far a statement about the law was checked (decisions.md, 39).</summary>
internal enum LawStatus
{
    /// <summary>Not compared with a wording: its text says "(see the treaty)".</summary>
    [JsonStringEnumMemberName("see-the-treaty")]
    SeeTheTreaty = 0,

    /// <summary>Compared with the wording that is named.</summary>
    [JsonStringEnumMemberName("compared")]
    Compared,

    /// <summary>States or experts disagree; the statement says who says what.</summary>
    [JsonStringEnumMemberName("disputed")]
    Disputed,

    /// <summary>The text was searched, and has no such rule.</summary>
    [JsonStringEnumMemberName("absent")]
    Absent,
}
