using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A request to sign on the machine where a root key is.</summary>
/// <param name="Id">Its identity here.</param>
/// <param name="KeyId">The key that is to sign.</param>
/// <param name="RequestId">The id that the other machine shows: compare them.</param>
/// <param name="Items">How many signatures are asked for.</param>
/// <param name="AskedAt">When.</param>
/// <param name="AnsweredAt">When the answer came; null while it is waited for.</param>
/// <param name="Rolls">Whether the answer puts the key in the place of the root key in use.</param>
/// <param name="ClosedAt">When it was closed without an answer; null if it was not.</param>
/// <param name="Note">Why it was closed, and what to do instead.</param>
internal sealed record SigningView(
    Guid Id,
    Guid KeyId,
    string RequestId,
    int Items,
    DateTimeOffset AskedAt,
    DateTimeOffset? AnsweredAt,
    bool Rolls,
    DateTimeOffset? ClosedAt,
    string? Note)
{
    public static SigningView Of(PendingSigning s)
    {
        SigningRequest request = s.ToRequest();
        return new(
            s.Id,
            s.KeyId,
            request.Id.ToString(),
            request.Items.Count,
            s.AskedAt,
            s.AnsweredAt,
            s.RollWithout is not null,
            s.ClosedAt,
            s.Note?.ToString());
    }
}
