namespace DigitalEmblem.Issuer.Domain;

/// <summary>What is to be marked.</summary>
internal enum MarkProposalKind
{
    /// <summary>Names.</summary>
    Names = 0,

    /// <summary>Data.</summary>
    Data,
}

/// <summary>
/// What one officer wants to mark, where a second officer has to confirm it. What is proposed points to it
/// (<see cref="Markable.ProposalId"/>), so that it has no list of its own, which could say something else.
/// </summary>
internal sealed class MarkProposal : Entity
{
    /// <summary>It ends undecided after so long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private MarkProposal()
    {
    }

    /// <summary>What is to be marked.</summary>
    public MarkProposalKind Kind { get; private init; }

    /// <summary>How many names or data were proposed.</summary>
    public int Count { get; private init; }

    /// <summary>The officer who proposes it.</summary>
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
    public static MarkProposal Propose(MarkProposalKind kind, int count, string by, DateTimeOffset at) =>
        new() { Id = NewId(at), Kind = kind, Count = count, ProposedBy = by, ProposedAt = at };

    /// <summary>When it ends undecided.</summary>
    public DateTimeOffset EndsAt => ProposedAt + Lifetime;

    /// <summary>Whether it waits for a second officer.</summary>
    public bool IsOpenAt(DateTimeOffset at) => State == ProposalState.Open && at < EndsAt;

    /// <summary>What became of it, with its end by time.</summary>
    public ProposalState StateAt(DateTimeOffset at) => State == ProposalState.Open && !IsOpenAt(at) ? ProposalState.Ended : State;

    /// <summary>A second officer confirms it.</summary>
    /// <exception cref="RefusedException">It is the same person, or it does not wait any more.</exception>
    public void Confirm(string by, DateTimeOffset at)
    {
        RequireOpen(at);
        if (FourEyes.SamePerson(by, ProposedBy))
        {
            throw new RefusedException(Refusal.SamePerson, $"{by} proposed it: another officer confirms it (four eyes).");
        }

        (State, DecidedBy, DecidedAt) = (ProposalState.Confirmed, by, at);
    }

    /// <summary>An officer refuses it, or the one who proposed it takes it back. One person is enough, because nothing is marked.</summary>
    /// <exception cref="RefusedException">It does not wait any more.</exception>
    public void Refuse(string by, DateTimeOffset at)
    {
        RequireOpen(at);
        (State, DecidedBy, DecidedAt) = (FourEyes.SamePerson(by, ProposedBy) ? ProposalState.Ended : ProposalState.Refused, by, at);
    }

    /// <summary>Its time is over.</summary>
    public void End(DateTimeOffset at)
    {
        if (State == ProposalState.Open)
        {
            (State, DecidedAt) = (ProposalState.Ended, at);
        }
    }

    private void RequireOpen(DateTimeOffset at)
    {
        if (!IsOpenAt(at))
        {
            throw new RefusedException(Refusal.WrongState, $"This proposal is '{StateAt(at)}' already.");
        }
    }
}
