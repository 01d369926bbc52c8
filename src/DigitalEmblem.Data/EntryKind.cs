namespace DigitalEmblem.Data;

/// <summary>What an entry of a manifest stands for (data-emblem, manifest).</summary>
public enum EntryKind
{
    /// <summary>A regular file: its size, and the digest of its content.</summary>
    File = 0,

    /// <summary>A symbolic link, which is never followed: the length of its target, and the SHA-256 digest of the target's bytes.</summary>
    Link,

    /// <summary>A folder in which nothing is.</summary>
    EmptyFolder,

    /// <summary>
    /// Something that was seen and is not covered: a device, a pipe, a socket, or the root of another file system. It has no digest.
    /// </summary>
    NotCovered,
}
