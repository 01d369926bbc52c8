using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>All that opens something for a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="WaitsUntil">Until when its access to approve approves nothing; null if it has none, or need not wait.</param>
/// <param name="ApprovedBy">
/// The proposal of access to approve that was confirmed last; null if none was, because that was before the first approval here.
/// </param>
/// <param name="Ways">The ways to sign in, the oldest first.</param>
/// <param name="Sessions">The open sessions, the last used first.</param>
/// <param name="Keys">The API keys that were not revoked.</param>
/// <param name="Subjects">The subjects of the identity provider.</param>
internal sealed record PersonAccess(
    Person Person,
    DateTimeOffset? WaitsUntil,
    AccessProposal? ApprovedBy,
    IReadOnlyList<Credential> Ways,
    IReadOnlyList<Session> Sessions,
    IReadOnlyList<ApiKey> Keys,
    IReadOnlyList<PersonSubject> Subjects);
