using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A request to sign on the machine where a root key is.</summary>
/// <param name="Id">Its identity here.</param>
/// <param name="KeyId">The key that is to sign.</param>
/// <param name="RequestId">The id that the other machine shows: compare them.</param>
/// <param name="Items">How many signatures are asked for.</param>
/// <param name="AskedAt">When.</param>
/// <param name="AnsweredAt">When the answer came; null while it is waited for.</param>
internal sealed record SigningView(Guid Id, Guid KeyId, string RequestId, int Items, DateTimeOffset AskedAt, DateTimeOffset? AnsweredAt)
{
    public static SigningView Of(PendingSigning s)
    {
        SigningRequest request = s.ToRequest();
        return new(s.Id, s.KeyId, request.Id.ToString(), request.Items.Count, s.AskedAt, s.AnsweredAt);
    }
}
