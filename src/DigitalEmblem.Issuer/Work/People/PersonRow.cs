using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>A person as a list shows it.</summary>
/// <param name="Person">The person.</param>
/// <param name="Passkeys">How many passkeys it can sign in by.</param>
/// <param name="Passwords">How many passwords with codes it can sign in by.</param>
/// <param name="Keys">How many API keys it has that were not revoked.</param>
/// <param name="Subjects">How many subjects of the identity provider are bound to it.</param>
/// <param name="LastUsedAt">When it last signed in or showed who it is; null if never.</param>
internal sealed record PersonRow(Person Person, int Passkeys, int Passwords, int Keys, int Subjects, DateTimeOffset? LastUsedAt);
