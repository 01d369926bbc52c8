namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A signing request that is on its way to the machine where a key lives, or was answered. What is to be done with an answer follows from
/// what was asked.
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

    /// <summary>The answer is here; a second one is refused.</summary>
    public void Answer(DateTimeOffset at)
    {
        if (AnsweredAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"This request was answered at {AnsweredAt:u} already.");
        }

        AnsweredAt = at;
    }
}
