namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What follows a withdrawal of some names, told before it.</summary>
/// <param name="LongestTtl">How long caches keep at most what they read last; null if nothing of these names was to be published.</param>
/// <param name="CopiesUntil">Until when a kept copy of an emblem validates; null if none does.</param>
/// <param name="ByHand">How many of the names have records that a person has to take out.</param>
internal sealed record WithdrawalOutlook(TimeSpan? LongestTtl, DateTimeOffset? CopiesUntil, int ByHand);
