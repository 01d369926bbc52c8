namespace DigitalEmblem.Data.Files;

/// <summary>An item of a walk with its digest.</summary>
/// <param name="Item">The item; its stamp is the one of the descriptor that was read.</param>
/// <param name="Digest">The digest of a file's or a link's target; null for what has none, and in trouble.</param>
internal readonly record struct HashedItem(WalkItem Item, Sha256Digest? Digest);
