namespace DigitalEmblem;

/// <summary>
/// The files that people carry between an issuer's machine, the machine with its root key, and an authority (spec/exchange-files.md).
/// </summary>
internal enum ExchangeKind
{
    /// <summary>No exchange file.</summary>
    None = 0,

    /// <summary>A <see cref="DigitalEmblem.SigningRequest"/>.</summary>
    SigningRequest,

    /// <summary>A <see cref="DigitalEmblem.SigningAnswer"/>.</summary>
    SigningAnswer,

    /// <summary>An <see cref="DigitalEmblem.EndorsementRequest"/>, signed.</summary>
    EndorsementRequest,
}
