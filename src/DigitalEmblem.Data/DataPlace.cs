namespace DigitalEmblem.Data;

/// <summary>
/// The place that a location sign names (data-emblem, place). A replica, a base backup or a disk image has the same identifiers as its
/// original, so that the place counts only where its host is stated by the caller and its facts are observed.
/// </summary>
/// <param name="Host">The host that the data lie on.</param>
/// <param name="Kind">
/// The kind of place, one of <see cref="PlaceKinds"/> or a word of the caller's that begins with <c>x-</c>: 1 to 64 letters a to z,
/// digits and hyphens, beginning with a letter.
/// </param>
/// <param name="Facts">What can be observed there, strictly ascending by name; 1 to 64.</param>
public sealed record DataPlace(DomainName Host, string Kind, ValueList<PlaceFact> Facts)
{
    internal static bool IsWord(string text) =>
        text.Length is > 0 and <= DataLimits.MaxFactName
        && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
