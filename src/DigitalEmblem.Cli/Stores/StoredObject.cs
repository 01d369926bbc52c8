namespace DigitalEmblem.Cli.Stores;

/// <summary>What a store says of an object. None of it is believed for its content.</summary>
/// <param name="ETag">What tells that the object is still the same one; never taken for a digest.</param>
/// <param name="Length">Its bytes, as the store states them.</param>
/// <param name="Pointer">The metadata <c>adem</c>, whatever it is; null if there is none.</param>
internal sealed record StoredObject(string ETag, long Length, string? Pointer);
