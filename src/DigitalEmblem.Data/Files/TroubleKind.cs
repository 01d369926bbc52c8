namespace DigitalEmblem.Data.Files;

/// <summary>Why a node could not be read. Each one leaves a verdict open: an unreadable file is neither unchanged nor changed.</summary>
internal enum TroubleKind : byte
{
    None = 0,

    /// <summary>This user may not read it.</summary>
    Denied,

    /// <summary>It was listed and was gone when it should be opened.</summary>
    Vanished,

    /// <summary>It changed while it was read, and changed again while it was read a second time.</summary>
    Moving,

    /// <summary>Its name or path has more bytes than a manifest takes.</summary>
    TooLong,

    /// <summary>The process or the system has no descriptor left: nothing is known of the node.</summary>
    NoDescriptors,

    /// <summary>This system's interface has no way to name it: a name that is not UTF-8 outside Linux.</summary>
    Unnameable,

    /// <summary>The system failed otherwise: the number says how.</summary>
    Failed,
}
