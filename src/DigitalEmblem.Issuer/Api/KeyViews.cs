using System.Text.Json;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A key.</summary>
/// <param name="Id">Its identity here.</param>
/// <param name="Use">What it signs.</param>
/// <param name="State">What may be done with it.</param>
/// <param name="Custody">Where the private key lives.</param>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Identifier">The key identifier of the CWT profile.</param>
/// <param name="JwsIdentifier">The key identifier of the JWS profile.</param>
/// <param name="PublicKey">The public key as a COSE_Key, in base64url.</param>
/// <param name="PublicKeyPem">The same in PEM.</param>
/// <param name="CreatedAt">Since when it is known here.</param>
/// <param name="EndedAt">When it was retired or declared compromised.</param>
/// <param name="Suspended">Since when, by whom and why it is suspended; null if it is not. A suspended key signs nothing.</param>
internal sealed record KeyView(
    Guid Id,
    KeyUse Use,
    KeyState State,
    KeyCustody Custody,
    string Algorithm,
    string Identifier,
    string JwsIdentifier,
    string PublicKey,
    string PublicKeyPem,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    SuspensionView? Suspended)
{
    public static KeyView Of(OrganizationKey k) =>
        new(k.Id, k.Use, k.State, k.Custody, k.Algorithm, k.Identifier, k.JwsIdentifier, Given.Write(k.PublicKey), k.ToVerificationKey()
            .ToPem(), k.CreatedAt, k.EndedAt, SuspensionView.Of(k));
}

/// <summary>The suspension of a key.</summary>
/// <param name="Since">Since when.</param>
/// <param name="By">Who suspended it.</param>
/// <param name="Reason">Why, in that person's words.</param>
internal sealed record SuspensionView(DateTimeOffset Since, string By, string Reason)
{
    public static SuspensionView? Of(OrganizationKey k) =>
        k.SuspendedAt is { } since ? new SuspensionView(since, k.SuspendedBy ?? "", k.SuspensionReason ?? "") : null;
}

/// <summary>A key that was suspended, and what it signed that stays published as it is.</summary>
/// <param name="Key">The key.</param>
/// <param name="InForce">How many emblems by it, or endorsements, are in force.</param>
/// <param name="FirstEnds">When the first of them ends.</param>
/// <param name="LastEnds">When the last of them ends.</param>
/// <param name="Next">What comes next.</param>
internal sealed record SuspendedView(
    KeyView Key, int InForce, DateTimeOffset? FirstEnds, DateTimeOffset? LastEnds, string Next);

/// <summary>A key to be made or taken note of.</summary>
internal sealed record KeyBody(KeyUse Use, KeyCustody Custody, string? Algorithm = null, string? PublicKey = null);

/// <summary>The commitment to a root key.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="RequestPem">The certificate request, for a public certificate authority.</param>
/// <param name="RequestedAt">When it was made.</param>
/// <param name="ChainPem">The certificate chain, once it is here.</param>
/// <param name="Log">The log entries computed from it.</param>
/// <param name="Profiles">The profiles whose identifier of the key the certificate names.</param>
/// <param name="CertificateExpires">When the certificate does.</param>
/// <param name="CompletedAt">When the chain came here.</param>
/// <param name="Renewal">The request for the next certificate, while it is open; the certificate here stays in use meanwhile.</param>
internal sealed record CommitmentView(
    Guid KeyId,
    string RequestPem,
    DateTimeOffset RequestedAt,
    string? ChainPem,
    JsonElement? Log,
    MarkProfiles Profiles,
    DateTimeOffset? CertificateExpires,
    DateTimeOffset? CompletedAt,
    RenewalView? Renewal)
{
    public static CommitmentView Of(RootCommitment c, RootCommitment? open = null) => new(
        c.KeyId,
        c.RequestPem,
        c.RequestedAt,
        c.ChainPem,
        c.LogJson is null ? null : JsonElement.Parse(c.LogJson),
        c.Profiles,
        c.CertificateExpires,
        c.CompletedAt,
        open is null ? null : new RenewalView(open.RequestPem, open.RequestedAt));
}

/// <summary>A certificate request that waits for its chain.</summary>
/// <param name="RequestPem">The certificate request, for a public certificate authority.</param>
/// <param name="RequestedAt">When it was made.</param>
internal sealed record RenewalView(string RequestPem, DateTimeOffset RequestedAt);

/// <summary>The roll of a root key.</summary>
/// <param name="Without">The authorities whose endorsement is given up, by their identifiers; none if left out.</param>
internal sealed record RollBody(IReadOnlyList<string>? Without = null);

/// <summary>The root key in use now, or the request to sign on another machine, whose answer completes the roll.</summary>
internal sealed record RolledView(KeyView? Key, SigningView? Signing);

/// <summary>A certificate chain in PEM, the binding certificate first.</summary>
internal sealed record ChainBody(string ChainPem);

/// <summary>Purposes.</summary>
internal sealed record PurposesBody(Purposes Purposes);

/// <summary>An endorsement by the root key, or the request to sign it on another machine.</summary>
internal sealed record EndorsedView(EndorsementView? Endorsement, SigningView? Signing);
