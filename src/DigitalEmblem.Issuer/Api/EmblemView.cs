using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An emblem.</summary>
/// <param name="Id">Its identity here.</param>
/// <param name="AssetId">The asset.</param>
/// <param name="KeyId">The key that signed it.</param>
/// <param name="Purposes">What its sign stands for.</param>
/// <param name="NotBefore">From when.</param>
/// <param name="Expires">Until when.</param>
/// <param name="Token">The token of the CWT profile, in base64url; null if it was not signed in it.</param>
/// <param name="Jws">The token of the JWS profile, in compact form; null if it was not signed in it.</param>
internal sealed record EmblemView(
    Guid Id, Guid AssetId, Guid KeyId, Purposes Purposes, DateTimeOffset NotBefore, DateTimeOffset Expires, string? Token, string? Jws)
{
    public static EmblemView Of(IssuedEmblem e) => new(
        e.Id,
        e.AssetId,
        e.KeyId,
        e.Purposes,
        e.NotBefore,
        e.Expires,
        e.Token is null ? null : Given.Write(e.Token),
        Given.Text(e.JwsToken));
}
