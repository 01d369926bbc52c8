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
/// <param name="Token">The token of the CWT profile, in base64url.</param>
/// <param name="Jws">The same in the JWS profile, in compact form; null if it was not given in it.</param>
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
    string Token,
    string? Jws)
{
    public static EndorsementView Of(HeldEndorsement e) => new(
        e.Id, e.KeyId, e.Issuer.ToString(), e.IsExternal, e.State, e.Purposes, e.NotBefore, e.Expires, e.ReceivedAt, Given.Write(e.Token),
        Given.Text(e.JwsToken));
}

/// <summary>What an authority sent back; also what this service answers with as one.</summary>
/// <param name="Bundle">The endorsement and the key that verifies it, in base64url.</param>
/// <param name="Jws">The endorsement in the JWS profile, in compact form; null if there is none.</param>
/// <param name="ChainPem">The certificates that bind the key to the authority, in PEM.</param>
internal sealed record EndorsementBody(string Bundle, string? ChainPem = null, string? Jws = null);
