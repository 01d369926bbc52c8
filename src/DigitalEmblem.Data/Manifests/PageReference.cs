namespace DigitalEmblem.Data;

/// <summary>What a head says of a page (data-emblem, head).</summary>
/// <param name="Digest">The digest of the page.</param>
/// <param name="Length">The bytes of the page, 1 to 64 KiB.</param>
internal readonly record struct PageReference(Sha256Digest Digest, int Length);
