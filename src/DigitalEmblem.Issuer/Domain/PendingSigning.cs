using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A signing request for the machine that holds a root key: open, answered, or closed because its answer would be refused. The service uses
/// each signature as the request says, because the answer holds signatures only.
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

    /// <summary>When it was closed without an answer, which is no longer of use; null if it was not.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why it was closed, and what to do instead.</summary>
    public Sentence? Note { get; private set; }

    /// <summary>
    /// Of a request whose answer rolls the root key: the authorities that the roll leaves, with spaces between them. Null of any other.
    /// </summary>
    public string? RollWithout { get; private init; }

    public bool IsOpen => AnsweredAt is null && ClosedAt is null;

    public static PendingSigning Ask(OrganizationKey key, SigningRequest request, DateTimeOffset at) =>
        new() { Id = NewId(at), KeyId = key.Id, Request = request.ToBytes(), AskedAt = at };

    /// <summary>Asks a pending root key for the endorsements with which it takes the place of the one in use.</summary>
    public static PendingSigning AskToRoll(
        OrganizationKey key, SigningRequest request, IEnumerable<OrganizationIdentifier> without, DateTimeOffset at) => new()
        {
            Id = NewId(at),
            KeyId = key.Id,
            Request = request.ToBytes(),
            AskedAt = at,
            RollWithout = string.Join(' ', without),
        };

    public SigningRequest ToRequest() => SigningRequest.Read(Request);

    /// <summary>Notes the answer. A second one is refused.</summary>
    public void Answer(DateTimeOffset at)
    {
        if (AnsweredAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"This request was answered at {AnsweredAt:u} already.");
        }

        if (ClosedAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"This request was closed at {ClosedAt:u}, and takes no answer. {Note}");
        }

        AnsweredAt = at;
    }

    /// <summary>Closes it: its answer would be refused.</summary>
    public void Close(Sentence note, DateTimeOffset at)
    {
        if (IsOpen)
        {
            (ClosedAt, Note) = (at, note);
        }
    }
}
