namespace DigitalEmblem.Issuer.Domain;

/// <summary>How it stands with an endorsement that was asked for.</summary>
internal enum QuestState
{
    /// <summary>The request was made; the authority has not answered.</summary>
    Asked = 0,

    /// <summary>The endorsement is here.</summary>
    Received,

    /// <summary>The authority refused, or nobody waits for it any more.</summary>
    Closed,
}

/// <summary>A request to an authority to endorse this organization's root key.</summary>
internal sealed class EndorsementQuest : Entity
{
    private EndorsementQuest()
    {
    }

    public Guid KeyId { get; private init; }

    public OrganizationIdentifier Authority { get; private init; } = null!;

    /// <summary>The signed request file, as it is sent.</summary>
    public byte[] Request { get; private set; } = [];

    public DateTimeOffset AskedAt { get; private init; }

    public QuestState State { get; private set; }

    /// <summary>What came of it, for a person.</summary>
    public string? Note { get; private set; }

    public static EndorsementQuest Ask(OrganizationKey rootKey, OrganizationIdentifier authority, byte[] request, DateTimeOffset at)
    {
        rootKey.RequireActive(KeyUse.Root);
        return new EndorsementQuest { Id = NewId(at), KeyId = rootKey.Id, Authority = authority, Request = request, AskedAt = at };
    }

    public void Receive()
    {
        Require();
        State = QuestState.Received;
    }

    public void Close(string note)
    {
        Require();
        (State, Note) = (QuestState.Closed, note);
    }

    private void Require()
    {
        if (State != QuestState.Asked)
        {
            throw new RefusedException(Refusal.WrongState, $"The request to {Authority} is '{State}' already.");
        }
    }
}
