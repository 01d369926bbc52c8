using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>A notice about an alert, on one channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="DeliveredAt">When it was delivered; null if it was not yet.</param>
/// <param name="GivenUpAt">When its delivery was given up; null if it was not.</param>
internal sealed record AlertTelling(NoticeChannel Channel, DateTimeOffset? DeliveredAt, DateTimeOffset? GivenUpAt);
