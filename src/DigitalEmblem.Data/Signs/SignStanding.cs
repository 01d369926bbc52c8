namespace DigitalEmblem.Data;

/// <summary>What lies where a run will put a sign.</summary>
internal enum SignStanding
{
    /// <summary>There is no sign.</summary>
    None,

    /// <summary>A sign of the same organization under the same root key, which was valid when it was made.</summary>
    Ours,

    /// <summary>Any other sign that can be read: another organization's, or one that nobody's key has signed.</summary>
    Others,

    /// <summary>A file in the place of the sign that cannot be read as one. It may need any manifest.</summary>
    Unreadable,
}
