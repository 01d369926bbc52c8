namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A signing request for the machine that has a key, open or answered. The requested items decide what is done with the answer.
/// </summary>
internal sealed class PendingSigning : Entity
{
    private PendingSigning()
    {
    }

    /// <summary>The key that is to sign.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The request file, as it was given out.</summary>
    public byte[] Request { get; private init; } = [];

    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>When its answer was imported; null while it is waited for.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public static PendingSigning Ask(OrganizationKey key, SigningRequest request, DateTimeOffset at) =>
        new() { Id = NewId(at), KeyId = key.Id, Request = request.ToBytes(), AskedAt = at };

    public SigningRequest ToRequest() => SigningRequest.Read(Request);

    /// <summary>Notes the answer. A second one is refused.</summary>
    public void Answer(DateTimeOffset at)
    {
        if (AnsweredAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"This request was answered at {AnsweredAt:u} already.");
        }

        AnsweredAt = at;
    }
}
