using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A person or program that may call.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Its name in the journal.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="EndedAt">When it ended, with all keys and subjects; null if it has not.</param>
internal sealed record PersonView(Guid Id, string Handle, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    public static PersonView Of(Person p) => new(p.Id, p.Handle, p.CreatedAt, p.EndedAt);
}

/// <summary>A subject of the identity provider.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Handle">Whose it is.</param>
/// <param name="Subject">The subject, as the provider writes it.</param>
/// <param name="Credential">What stands for it in the journal.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="EndedAt">When it ended, with its person; null if it has not.</param>
internal sealed record SubjectView(
    Guid Id, string Handle, string Subject, string Credential, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    public static SubjectView Of(PersonSubject s) =>
        new(s.Id, s.Person.Handle, s.Subject, PersonSubject.CredentialOf(s.Subject), s.CreatedAt, s.EndedAt);
}

/// <summary>A person to be made.</summary>
internal sealed record PersonBody(string Handle);

/// <summary>A key to be made for a person.</summary>
internal sealed record PersonKeyBody(IReadOnlyList<AccessRoles> Roles, DateTimeOffset? ExpiresAt = null);

/// <summary>A subject to be bound.</summary>
internal sealed record SubjectBody(string Subject);
