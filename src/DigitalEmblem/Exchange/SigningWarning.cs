namespace DigitalEmblem;

/// <summary>
/// Something that the signer should consider before signing. It may be right: each endorsement of an authority causes some.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">A sentence for a person, fit for a terminal.</param>
internal sealed record SigningWarning(SigningWarningKind Kind, string Message);
