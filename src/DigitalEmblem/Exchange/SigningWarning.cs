namespace DigitalEmblem;

/// <summary>
/// Something that whoever signs should think about twice. It may be right: an authority's endorsements give rise to some each time.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">A sentence for a person, fit for a terminal.</param>
internal sealed record SigningWarning(SigningWarningKind Kind, string Message);
