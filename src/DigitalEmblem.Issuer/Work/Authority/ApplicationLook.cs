using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>An application as people look at it.</summary>
/// <param name="Application">The application.</param>
/// <param name="Terms">What its file asks for; null if the file in the database does not verify any more.</param>
/// <param name="EndorsementId">The last endorsement that was given on it, in the register; null if none was.</param>
/// <param name="SigningId">The open request to sign its endorsement on another machine; null if there is none.</param>
internal sealed record ApplicationLook(Application Application, EndorsementTerms? Terms, Guid? EndorsementId, Guid? SigningId);
