namespace DigitalEmblem.Data.Files;

/// <summary>What a name in a folder stands for.</summary>
internal enum NodeType : byte
{
    /// <summary>The file system did not say, and it must be asked; or it is of a kind that this code does not know.</summary>
    Unknown = 0,
    File,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,

    /// <summary>The root of another mount: named, never crossed.</summary>
    OtherMount,
}
