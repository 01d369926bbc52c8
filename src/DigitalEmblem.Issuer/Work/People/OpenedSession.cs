using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>A session that began or was renewed.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">Its token, for the cookie. It is shown this once.</param>
internal sealed record OpenedSession(Session Session, string Token)
{
    /// <summary>The session, without the token.</summary>
    public override string ToString() => Session.Id.ToString();
}
