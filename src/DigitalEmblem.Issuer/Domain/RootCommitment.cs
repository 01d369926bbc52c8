namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The organization's commitment to a root key: the certificate that binds them, and its entries in Certificate Transparency
/// (adem-profiles.md, 4).
/// </summary>
internal sealed class RootCommitment : Entity
{
    private RootCommitment()
    {
    }

    /// <summary>The root key.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The certificate request, in PEM, for the names that bind.</summary>
    public string RequestPem { get; private init; } = "";

    /// <summary>The binding certificate and the certificates above it, in PEM; null until the chain is received.</summary>
    public string? ChainPem { get; private set; }

    /// <summary>The <c>log</c> entries, as JSON; null until the chain is received.</summary>
    public string? LogJson { get; private set; }

    /// <summary>
    /// The profiles whose identifier of the key the certificate names. Validators of the JWS profile alone look for no other.
    /// </summary>
    public MarkProfiles Profiles { get; private set; }

    /// <summary>When the binding certificate expires. A commitment outlives it, but a validator may bound its age.</summary>
    public DateTimeOffset? CertificateExpires { get; private set; }

    public DateTimeOffset RequestedAt { get; private init; }

    /// <summary>When the chain was received. Of the complete commitments to a key, the one that was completed last is in use.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    public bool IsComplete => LogJson is not null;

    public static RootCommitment Request(OrganizationKey key, string requestPem, DateTimeOffset at)
    {
        if (key.Use != KeyUse.Root)
        {
            throw new RefusedException(Refusal.WrongState, $"An organization commits to its root key only.");
        }

        RefuseEnded(key);
        return new RootCommitment { Id = NewId(at), KeyId = key.Id, RequestPem = requestPem, RequestedAt = at };
    }

    /// <summary>
    /// Another certificate for the request of a complete commitment. The complete one is kept, because endorsements name its log entries.
    /// </summary>
    public static RootCommitment Renew(RootCommitment complete, DateTimeOffset at) =>
        new() { Id = NewId(at), KeyId = complete.KeyId, RequestPem = complete.RequestPem, RequestedAt = complete.RequestedAt };

    /// <summary>Takes the certificate chain and the entries computed from it, which the caller has checked.</summary>
    public void Complete(
        OrganizationKey key,
        string chainPem,
        IReadOnlyList<CommitmentEntry> log,
        MarkProfiles profiles,
        DateTimeOffset certificateExpires,
        DateTimeOffset at)
    {
        RefuseEnded(key);
        if (IsComplete)
        {
            throw new RefusedException(Refusal.WrongState, $"This commitment was completed at {CompletedAt:u} already: renew it.");
        }

        if (log.Count == 0)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The certificate carries no proof that a log took it (no SCT). Ask the certificate authority for one with embedded SCTs.");
        }

        ChainPem = chainPem;
        LogJson = CommitmentEntry.WriteJson(log);
        Profiles = profiles;
        CertificateExpires = certificateExpires;
        CompletedAt = at;
    }

    /// <summary>The entries for a <c>log</c> claim.</summary>
    public ValueList<CommitmentEntry> Log() => LogJson is null
        ? throw new RefusedException(Refusal.NotReady, $"The root key is not committed to yet: import the certificate chain first.")
        : CommitmentEntry.ReadJson(System.Text.Encoding.UTF8.GetBytes(LogJson));

    private static void RefuseEnded(OrganizationKey key)
    {
        if (key.State is KeyState.Retired or KeyState.Compromised)
        {
            throw new RefusedException(Refusal.WrongState, $"Root key {key.Identifier} is '{key.State}': there is nothing to commit to.");
        }
    }
}
