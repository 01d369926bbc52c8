namespace DigitalEmblem.Issuer.Api;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it.</param>
/// <param name="Next">What to give as <c>after</c> for the part behind it; null if there is none.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, Guid? Next);
