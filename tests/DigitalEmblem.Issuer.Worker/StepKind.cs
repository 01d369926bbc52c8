namespace DigitalEmblem.Issuer.Worker;

/// <summary>What an instance is about to do, or has just done, to something that outlasts it.</summary>
internal enum StepKind
{
    /// <summary>A command outside of a transaction.</summary>
    Command,

    /// <summary>The first command of a transaction.</summary>
    Begin,

    /// <summary>A commit.</summary>
    Commit,

    /// <summary>A commit has gone through, and the instance does not know it yet.</summary>
    Committed,

    /// <summary>A change of a name in a zone.</summary>
    Publish,

    /// <summary>A name in a zone stands as it should, and nobody has noted it yet.</summary>
    Published,

    /// <summary>A new key.</summary>
    MakeKey,

    /// <summary>A new key is kept, and nothing refers to it yet.</summary>
    KeyMade,

    /// <summary>The end of a key.</summary>
    DestroyKey,

    /// <summary>A key is gone, and nobody has noted it yet.</summary>
    KeyDestroyed,
}
