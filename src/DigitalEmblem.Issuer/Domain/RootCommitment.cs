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

    /// <summary>When the binding certificate expires. A commitment outlives it, but a validator may bound its age.</summary>
    public DateTimeOffset? CertificateExpires { get; private set; }

    public DateTimeOffset RequestedAt { get; private init; }

    public bool IsComplete => LogJson is not null;

    public static RootCommitment Request(OrganizationKey key, string requestPem, DateTimeOffset at)
    {
        if (key.Use != KeyUse.Root)
        {
            throw new RefusedException(Refusal.WrongState, "An organization commits to its root key only.");
        }

        if (key.State is KeyState.Retired or KeyState.Compromised)
        {
            throw new RefusedException(Refusal.WrongState, $"Root key {key.Identifier} is '{key.State}': there is nothing to commit to.");
        }

        return new RootCommitment { Id = NewId(at), KeyId = key.Id, RequestPem = requestPem, RequestedAt = at };
    }

    /// <summary>Takes the certificate chain and the entries computed from it, which the caller has checked.</summary>
    public void Complete(string chainPem, IReadOnlyList<CommitmentEntry> log, DateTimeOffset certificateExpires)
    {
        if (log.Count == 0)
        {
            throw new RefusedException(
                Refusal.NotReady,
                "The certificate carries no proof that a log took it (no SCT). Ask the certificate authority for one with embedded SCTs.");
        }

        ChainPem = chainPem;
        LogJson = CommitmentEntry.WriteJson(log);
        CertificateExpires = certificateExpires;
    }

    /// <summary>The entries for a <c>log</c> claim.</summary>
    public ValueList<CommitmentEntry> Log() => LogJson is null
        ? throw new RefusedException(Refusal.NotReady, "The root key is not committed to yet: import the certificate chain first.")
        : CommitmentEntry.ReadJson(System.Text.Encoding.UTF8.GetBytes(LogJson));
}
