namespace DigitalEmblem.Issuer.Domain;

/// <summary>What an approver is asked to confirm.</summary>
internal enum ProposalKind
{
    /// <summary>An invitation, whose acceptance gives or resets access to approve.</summary>
    Invitation = 0,

    /// <summary>Roles of a person who is there.</summary>
    Roles,

    /// <summary>An API key.</summary>
    ApiKey,

    /// <summary>A subject of the identity provider.</summary>
    Subject,
}

/// <summary>What became of a proposal.</summary>
internal enum ProposalState
{
    /// <summary>It waits for an approver.</summary>
    Open = 0,

    /// <summary>An approver confirmed it.</summary>
    Confirmed,

    /// <summary>An approver refused it.</summary>
    Refused,

    /// <summary>It was taken back, or another took its place, or its time was over.</summary>
    Ended,
}

/// <summary>
/// Access to approve that is to be given, reset or widened. Another approver than the person who gets it decides, and never the one who
/// proposed it: else one administrator could make two approvers.
/// </summary>
internal sealed class AccessProposal : Entity
{
    /// <summary>It ends undecided after so long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private AccessProposal()
    {
    }

    /// <summary>What it is about.</summary>
    public ProposalKind Kind { get; private init; }

    /// <summary>Who gets the access.</summary>
    public string Handle { get; private init; } = "";

    /// <summary>The invitation, key or subject; null for roles.</summary>
    public Guid? AboutId { get; private init; }

    /// <summary>The roles that the person, key or invitation has afterwards; of a subject the provider decides, and this is none.</summary>
    public AccessRoles Roles { get; private init; }

    /// <summary>Who proposes it.</summary>
    public string ProposedBy { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ProposedAt { get; private init; }

    /// <summary>What became of it.</summary>
    public ProposalState State { get; private set; }

    /// <summary>Who decided; null if no person did.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When it was decided or ended.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>A new one.</summary>
    public static AccessProposal Propose(
        ProposalKind kind, string handle, Guid? about, AccessRoles roles, string by, DateTimeOffset at) => new()
        {
            Id = NewId(at),
            Kind = kind,
            Handle = handle,
            AboutId = about,
            Roles = roles,
            ProposedBy = by,
            ProposedAt = at,
        };

    /// <summary>Whether it waits for an approver.</summary>
    public bool IsOpenAt(DateTimeOffset at) => State == ProposalState.Open && at - ProposedAt < Lifetime;

    /// <summary>An approver decides.</summary>
    public void Decide(string by, bool isConfirmed, DateTimeOffset at)
    {
        if (!IsOpenAt(at))
        {
            throw new RefusedException(
                Refusal.WrongState, $"This proposal is '{(State == ProposalState.Open ? ProposalState.Ended : State)}' already.");
        }

        if (isConfirmed && FourEyes.SamePerson(by, Handle))
        {
            throw new RefusedException(
                Refusal.SamePerson, $"{Handle} gets this access: another approver confirms it (four eyes).");
        }

        if (FourEyes.SamePerson(by, ProposedBy))
        {
            throw new RefusedException(Refusal.SamePerson, $"{by} proposed it: another person decides (four eyes).");
        }

        (State, DecidedBy, DecidedAt) = (isConfirmed ? ProposalState.Confirmed : ProposalState.Refused, by, at);
    }

    /// <summary>The operator confirms it, because no approver is left who could.</summary>
    public void ConfirmByOperator(string by, DateTimeOffset at)
    {
        if (!IsOpenAt(at))
        {
            throw new RefusedException(Refusal.WrongState, $"This proposal waits for nobody.");
        }

        (State, DecidedBy, DecidedAt) = (ProposalState.Confirmed, by, at);
    }

    /// <summary>It is taken back, or another takes its place, or its time is over.</summary>
    public void End(DateTimeOffset at)
    {
        if (State == ProposalState.Open)
        {
            (State, DecidedAt) = (ProposalState.Ended, at);
        }
    }
}
