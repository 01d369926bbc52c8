using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>How it stands with an endorsement that was asked for.</summary>
internal enum RequestState
{
    /// <summary>The request was made; the authority has not answered.</summary>
    Asked = 0,

    /// <summary>The endorsement was received.</summary>
    Received,

    /// <summary>The authority refused, or the answer is no longer expected.</summary>
    Closed,
}

/// <summary>
/// A request to an authority to endorse this organization's root key, as the issuer keeps it. The signed file in it is an
/// <see cref="EndorsementRequest"/>; what the authority makes of that file is an <see cref="Application"/>. The table keeps its first name,
/// quests.
/// </summary>
internal sealed class SentRequest : Entity
{
    private SentRequest()
    {
    }

    public Guid KeyId { get; private init; }

    public OrganizationIdentifier Authority { get; private init; } = null!;

    /// <summary>The signed request file, as it is sent.</summary>
    public byte[] Request { get; private set; } = [];

    public DateTimeOffset AskedAt { get; private init; }

    public RequestState State { get; private set; }

    /// <summary>The result, for a person.</summary>
    public Sentence? Note { get; private set; }

    public static SentRequest Ask(OrganizationKey rootKey, OrganizationIdentifier authority, byte[] request, DateTimeOffset at)
    {
        rootKey.RequireEndorsableRoot();
        rootKey.RequireNotSuspended($"used");
        return new SentRequest { Id = NewId(at), KeyId = rootKey.Id, Authority = authority, Request = request, AskedAt = at };
    }

    public void Receive()
    {
        Require();
        State = RequestState.Received;
    }

    public void Close(Sentence note)
    {
        Require();
        (State, Note) = (RequestState.Closed, note);
    }

    private void Require()
    {
        if (State != RequestState.Asked)
        {
            throw new RefusedException(Refusal.WrongState, $"The request to {Authority} is '{State}' already.");
        }
    }
}
