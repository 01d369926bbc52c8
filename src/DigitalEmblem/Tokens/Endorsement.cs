namespace DigitalEmblem;

/// <summary>The claims of an endorsement (core-02, claims): its issuer says that a key belongs to an organization and may sign.</summary>
public sealed record Endorsement : EmblemToken
{
    /// <summary>The organization that the endorsed key belongs to (<c>sub</c>); null if it names none.</summary>
    public OrganizationIdentifier? Subject { get; init; }

    /// <summary>The identifier of the endorsed key, in the form of the token's profile (<c>key</c>).</summary>
    public required KeyIdentifier EndorsedKey { get; init; }

    /// <summary>Whether the endorsed key may endorse further keys, and not only sign emblems (<c>end</c>).</summary>
    public required bool MayEndorse { get; init; }

    /// <summary>
    /// What emblems under this endorsement may say. In the CWT profile purposes, always; in the JWS profile anything or nothing.
    /// </summary>
    public EmblemConstraints Constraints { get; init; } = EmblemConstraints.None;

    /// <summary>
    /// Where the key that signed this endorsement is committed to (<c>log</c>); empty if the endorsement does not say.
    /// Required of root keys.
    /// </summary>
    public ValueList<CommitmentEntry> Log { get; init; } = [];
}
