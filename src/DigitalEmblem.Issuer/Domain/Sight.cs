namespace DigitalEmblem.Issuer.Domain;

/// <summary>The result of one look at a name.</summary>
/// <param name="Sees">What was shown.</param>
/// <param name="EndorsedBy">The organizations whose endorsement was shown, with spaces between them; empty for none.</param>
/// <param name="Until">Until when the emblem that was shown is valid; null without one.</param>
/// <param name="Fault">If it could not be found out, why, for a person.</param>
internal sealed record Sight(WorldSees Sees, string EndorsedBy, DateTimeOffset? Until, string? Fault);
