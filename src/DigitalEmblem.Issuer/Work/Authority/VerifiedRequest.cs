using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>The request of an application. It is verified again, because the database may have been changed.</summary>
internal static class VerifiedRequest
{
    /// <summary>Reads and verifies it; refuses one that does not verify.</summary>
    public static EndorsementRequest Of(Application application) => EndorsementRequest.Read(application.Request).Verify()
        ?? throw new RefusedException(
            Refusal.NotVerified,
            $"The request in the database does not verify any more: someone has changed it. See 'issuer journal verify'.");
}
