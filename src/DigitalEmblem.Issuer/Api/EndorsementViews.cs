using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An endorsement of one of the organization's keys.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="KeyId">The endorsed key.</param>
/// <param name="Issuer">Who endorses.</param>
/// <param name="IsExternal">Whether that is an authority.</param>
/// <param name="State">Whether it is part of what is published.</param>
/// <param name="Purposes">For what.</param>
/// <param name="NotBefore">From when.</param>
/// <param name="Expires">Until when.</param>
/// <param name="ReceivedAt">When it was taken.</param>
/// <param name="Token">The token, in base64url.</param>
internal sealed record EndorsementView(
    Guid Id,
    Guid KeyId,
    string Issuer,
    bool IsExternal,
    EndorsementState State,
    Purposes Purposes,
    DateTimeOffset NotBefore,
    DateTimeOffset Expires,
    DateTimeOffset ReceivedAt,
    string Token)
{
    public static EndorsementView Of(HeldEndorsement e) => new(
        e.Id, e.KeyId, e.Issuer.ToString(), e.IsExternal, e.State, e.Purposes, e.NotBefore, e.Expires, e.ReceivedAt, Given.Write(e.Token));
}

/// <summary>What an authority sent back; also what this service answers with as one.</summary>
/// <param name="Bundle">The endorsement and the key that verifies it, in base64url.</param>
/// <param name="ChainPem">The certificates that bind the key to the authority, in PEM.</param>
internal sealed record EndorsementBody(string Bundle, string? ChainPem = null);
