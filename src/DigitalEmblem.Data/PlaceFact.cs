namespace DigitalEmblem.Data;

/// <summary>One fact about a place that a checker can observe there (data-emblem, place).</summary>
/// <param name="Name">
/// What it is, for example <c>system-identifier</c>: 1 to 64 letters a to z, digits and hyphens, beginning with a letter.
/// </param>
/// <param name="Value">Its value: a text of 1 to 1,024 bytes in UTF-8, compared byte for byte; not fit for a terminal.</param>
public sealed record PlaceFact(string Name, string Value);
