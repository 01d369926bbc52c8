using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An emblem.</summary>
/// <param name="Id">Its identity here.</param>
/// <param name="AssetId">The asset.</param>
/// <param name="KeyId">The key that signed it.</param>
/// <param name="Purposes">What its sign stands for.</param>
/// <param name="NotBefore">From when.</param>
/// <param name="Expires">Until when.</param>
/// <param name="Token">The token, in base64url.</param>
internal sealed record EmblemView(
    Guid Id, Guid AssetId, Guid KeyId, Purposes Purposes, DateTimeOffset NotBefore, DateTimeOffset Expires, string Token)
{
    public static EmblemView Of(IssuedEmblem e) => new(e.Id, e.AssetId, e.KeyId, e.Purposes, e.NotBefore, e.Expires, Given.Write(e.Token));
}
