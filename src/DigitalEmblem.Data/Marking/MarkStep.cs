namespace DigitalEmblem.Data;

/// <summary>The steps of marking, between each two of which it can be interrupted. Tests do so.</summary>
internal enum MarkStep
{
    /// <summary>Nothing is written yet.</summary>
    Begun,

    /// <summary>The sign's folder is there and locked.</summary>
    Locked,

    /// <summary>An entry was listed.</summary>
    Listed,

    /// <summary>The manifest is written and has no name yet.</summary>
    ManifestWritten,

    /// <summary>The sign is made.</summary>
    Signed,

    /// <summary>The manifest has its name.</summary>
    ManifestNamed,

    /// <summary>The new sign is in place.</summary>
    SignNamed,

    /// <summary>The notice is written.</summary>
    NoticeWritten,

    /// <summary>What the new sign does not name is removed.</summary>
    Cleaned,

    /// <summary>The state for updates is written.</summary>
    StateNamed,
}
