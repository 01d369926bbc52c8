namespace DigitalEmblem.Data;

/// <summary>One fact of a place, compared with what was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stated">Its value in the sign; not fit for a terminal.</param>
/// <param name="Found">What was read; null if nothing was. Not fit for a terminal.</param>
/// <param name="Standing">What that means.</param>
/// <param name="Reason">Why it was not observed, the end of a sentence; null if it was.</param>
public sealed record CheckedFact(string Name, string Stated, string? Found, FactStanding Standing, string? Reason);
