namespace DigitalEmblem.Data.Files;

/// <summary>An item of a walk with its digest.</summary>
/// <param name="Item">The item; its stamp is the one of the descriptor that was read.</param>
/// <param name="Digest">The 32 bytes of a file's or a link target's digest; null for what has none, and in trouble.</param>
internal readonly record struct HashedItem(WalkItem Item, byte[]? Digest);
