using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A session, without its token.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Whose it is.</param>
/// <param name="CredentialId">The way by which the person signed in; null for the identity provider.</param>
/// <param name="SignedInAt">When the person signed in.</param>
/// <param name="StepUpAt">When the person last showed who they are.</param>
/// <param name="LastSeenAt">When the last request came, to about a minute.</param>
/// <param name="EndsAt">When it ends at the latest; before, after 30 minutes without a request.</param>
/// <param name="IsOpen">Whether it opens the pages now.</param>
/// <param name="EndedAt">When it was ended; null if it was not.</param>
internal sealed record SessionView(
    Guid Id,
    string Handle,
    Guid? CredentialId,
    DateTimeOffset SignedInAt,
    DateTimeOffset StepUpAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset EndsAt,
    bool IsOpen,
    DateTimeOffset? EndedAt)
{
    public static SessionView Of(Session s, DateTimeOffset now) => new(
        s.Id, s.Person.Handle, s.CredentialId, s.SignedInAt, s.StepUpAt, s.LastSeenAt, s.EndsAt, s.IsOpenAt(now), s.EndedAt);
}

/// <summary>Sessions that were ended.</summary>
/// <param name="Ended">How many were not ended before.</param>
internal sealed record SessionsEndedView(int Ended);

/// <summary>A way to sign in, without its secrets.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Whose it is.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="LastUsedAt">When it was last used.</param>
/// <param name="RevokedAt">When it was taken away; null if it was not.</param>
internal sealed record CredentialView(
    Guid Id,
    string Handle,
    CredentialKind Kind,
    string? Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt)
{
    public static CredentialView Of(Credential c) =>
        new(c.Id, c.Person.Handle, c.Kind, c.Name, c.CreatedAt, c.LastUsedAt, c.RevokedAt);
}
