namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>What was restored.</summary>
/// <param name="Sequence">The number of the last line of its journal.</param>
/// <param name="Hash">The hash of that line.</param>
/// <param name="At">When that line was written; null if there is none.</param>
/// <param name="Pending">How many migrations it lacks.</param>
/// <param name="Missing">How many lines it ends before the head that was kept; null if no head was kept.</param>
/// <param name="After">What came after it; null if no database of after was named.</param>
internal sealed record RestoreResult(
    long Sequence, byte[] Hash, DateTimeOffset? At, int Pending, long? Missing, WhatCameAfter? After);
