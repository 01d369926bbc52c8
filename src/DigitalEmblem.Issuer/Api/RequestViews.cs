using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A request to an authority.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="KeyId">The root key that is to be endorsed.</param>
/// <param name="Authority">Who is asked.</param>
/// <param name="State">How it stands.</param>
/// <param name="AskedAt">When it was made.</param>
/// <param name="Note">What came of it.</param>
/// <param name="Grounds">The grounds of entitlement that it states; empty if it states none.</param>
internal sealed record RequestView(
    Guid Id,
    Guid KeyId,
    string Authority,
    RequestState State,
    DateTimeOffset AskedAt,
    string? Note,
    IReadOnlyList<GroundView> Grounds)
{
    public static RequestView Of(SentRequest q) => new(
        q.Id,
        q.KeyId,
        q.Authority.ToString(),
        q.State,
        q.AskedAt,
        q.Note?.ToString(),
        [.. StatedGrounds.Of(q.Request).Select(GroundView.Of)]);
}

/// <summary>What is asked of an authority.</summary>
/// <param name="Authority">Who is asked, by its identifier.</param>
/// <param name="Purposes">For what.</param>
/// <param name="Days">For how long.</param>
/// <param name="Contact">Whom the authority can ask.</param>
/// <param name="KeyId">The root key, in use or pending; the one in use if left out.</param>
/// <param name="Grounds">On what grounds the organization may show the sign, by purpose; none are stated if left out.</param>
internal sealed record RequestBody(
    string Authority,
    Purposes Purposes,
    int Days,
    string? Contact = null,
    Guid? KeyId = null,
    IReadOnlyList<GroundBody>? Grounds = null);

/// <summary>The request; or, where the root key is on another machine, what has to be signed there first.</summary>
internal sealed record AskedView(RequestView? Request, SigningView? Signing);

/// <summary>A word to go with a decision.</summary>
internal sealed record NoteBody(string Note);

/// <summary>Why something is done. The journal keeps it.</summary>
internal sealed record ReasonBody(string Reason);
