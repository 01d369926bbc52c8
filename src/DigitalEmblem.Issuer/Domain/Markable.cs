using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// What the organization marks, or may mark: a name (<see cref="Asset"/>) or data (<see cref="MarkedData"/>). Both are declared, marked,
/// renewed and withdrawn by the rules here.
/// </summary>
internal abstract class Markable : Entity, ILeased
{
    /// <summary>How long a declaration holds. After that an officer must declare it again.</summary>
    public static readonly TimeSpan DeclarationHolds = TimeSpan.FromDays(365);

    private const int LongestReason = 4000;

    /// <summary>What it is called in messages and in the journal: the name, or the root.</summary>
    public abstract string Called { get; }

    /// <summary>What an officer declares of it, behind "that": "www.society.example serves protected purposes only".</summary>
    public abstract Sentence Declaration { get; }

    /// <summary>What its emblem stands for.</summary>
    public Purposes Purposes { get; protected set; }

    /// <summary>Where it stands.</summary>
    public AssetState State { get; private set; }

    /// <summary>The officer who declared what <see cref="Declaration"/> says; null before that.</summary>
    public string? DeclaredBy { get; private set; }

    /// <summary>When it was declared; null before that.</summary>
    public DateTimeOffset? DeclaredAt { get; private set; }

    /// <summary>Until when the declaration holds.</summary>
    public DateTimeOffset? DeclaredUntil { get; private set; }

    /// <summary>How long its emblems last; null for the service's setting.</summary>
    public TimeSpan? Lifetime { get; private set; }

    /// <summary>The emblem that is given out; null if none is.</summary>
    public Guid? EmblemId { get; private set; }

    /// <summary>When the emblem that is given out ends; null if none is.</summary>
    public DateTimeOffset? EmblemUntil { get; private set; }

    /// <summary>When a new emblem is due; null if none is.</summary>
    public DateTimeOffset? RenewAt { get; private set; }

    /// <summary>Why its emblem could not be issued the last time; null if it could.</summary>
    public Sentence? NotIssued { get; private set; }

    /// <summary>The lease of the instance that issues its next emblem.</summary>
    public Lease Lease { get; private set; }

    /// <summary>
    /// The proposal to mark it (<see cref="MarkProposal"/>), which may be decided or over by now; null if none was made since it was marked
    /// last.
    /// </summary>
    public Guid? ProposalId { get; private set; }

    /// <inheritdoc/>
    // Databases keep instants to the microsecond, and this must not depend on where the entity was read.
    public override Guid DecisionVersion => new(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Id:N} {(int)Purposes} {(int)State} {Lifetime?.TotalSeconds} {DeclaredBy} {DeclaredAt?.ToUnixTimeMilliseconds()} "
            + $"{DeclaredUntil?.ToUnixTimeMilliseconds()} {DecidedFurther}"))).AsSpan(0, 16));

    /// <summary>What else people decide of it, as text; empty for nothing.</summary>
    private protected virtual string DecidedFurther => "";

    /// <summary>An officer declares what <see cref="Declaration"/> says; also the re-confirmation.</summary>
    public void Declare(string officer, DateTimeOffset at) =>
        (DeclaredBy, DeclaredAt, DeclaredUntil) = (officer, at, at + DeclarationHolds);

    /// <summary>Starts to mark it: from now on an emblem is due.</summary>
    /// <exception cref="RefusedException">It is marked, is not declared, or lacks something else that it needs.</exception>
    public void Mark(DateTimeOffset at)
    {
        RequireMarkable(at);
        (State, RenewAt, ProposalId) = (AssetState.Marked, at, null);
    }

    /// <summary>Notes that marking it is proposed to a second officer.</summary>
    /// <exception cref="RefusedException">It could not be marked now.</exception>
    public void ProposeMark(MarkProposal proposal, DateTimeOffset at)
    {
        RequireMarkable(at);
        ProposalId = proposal.Id;
    }

    /// <summary>Makes a new emblem due now, because its key or endorsements have changed.</summary>
    public void Refresh(DateTimeOffset at)
    {
        if (State == AssetState.Marked)
        {
            RenewAt = at;
        }
    }

    /// <summary>Postpones the next try, because something that an emblem needs is missing.</summary>
    /// <returns>Whether the reason is another than the last time.</returns>
    public bool Postpone(Sentence why, DateTimeOffset until)
    {
        Sentence reason = StoredSentence.Bounded(why, LongestReason);
        bool isNew = reason != NotIssued;
        (RenewAt, NotIssued) = (until, reason);
        Lease = Lease.None;
        return isNew;
    }

    /// <summary>Withdraws its emblem. This needs no consent and no key.</summary>
    /// <exception cref="RefusedException">Its state does not allow it.</exception>
    public void Withdraw()
    {
        RequireWithdrawable();
        (State, EmblemId, EmblemUntil, RenewAt, NotIssued, ProposalId) = (AssetState.Withdrawn, null, null, null, null, null);
        Lease = Lease.None;
        Withdrawn();
    }

    /// <summary>Replaces the emblem by a new one.</summary>
    protected void Renew(Guid emblem, DateTimeOffset until, DateTimeOffset renewAt, DateTimeOffset at)
    {
        if (State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Called} is '{State}': it gets no emblem.");
        }

        RequireDeclared(at);
        (EmblemId, EmblemUntil, RenewAt, NotIssued) = (emblem, until, renewAt, null);
        Lease = Lease.None;
    }

    /// <summary>Sets the lifetime of emblems.</summary>
    /// <exception cref="RefusedException">It is out of its range.</exception>
    protected void Last(TimeSpan? lifetime) =>
        Lifetime = lifetime is { } l && (l < TimeSpan.FromHours(1) || l > TimeSpan.FromDays(31))
            ? throw new RefusedException(Refusal.Malformed, $"An emblem lasts between an hour and 31 days.")
            : lifetime;

    /// <summary>Forgets the declaration, and what was proposed, because they were for other purposes.</summary>
    protected void Undeclare() => (DeclaredBy, DeclaredAt, DeclaredUntil, ProposalId) = (null, null, null, null);

    /// <summary>Refuses purposes that are none, or unknown.</summary>
    protected static Purposes Checked(Purposes purposes) => purposes is > Purposes.None and <= Purposes.All
        ? purposes
        : throw new RefusedException(
            Refusal.Malformed,
            $"An emblem has at least one purpose: protective, indicative, dangerous forces, civil defence, cultural property.");

    /// <summary>Refuses to mark it while something else than the declaration is missing.</summary>
    private protected virtual void RequireReady()
    {
    }

    /// <summary>Refuses a withdrawal of what has no emblem.</summary>
    private protected virtual void RequireWithdrawable()
    {
        if (State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Called} is '{State}': there is no emblem to withdraw.");
        }
    }

    /// <summary>Clears what only marked ones have.</summary>
    private protected virtual void Withdrawn()
    {
    }

    private void RequireMarkable(DateTimeOffset at)
    {
        if (State == AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Called} is marked already.");
        }

        RequireDeclared(at);
        RequireReady();
    }

    private void RequireDeclared(DateTimeOffset at)
    {
        if (DeclaredUntil is null)
        {
            throw new RefusedException(
                Refusal.NotDeclared, $"Nobody has declared that {Declaration}. An officer does that first.");
        }

        if (DeclaredUntil <= at)
        {
            throw new RefusedException(
                Refusal.NotDeclared,
                $"The declaration by {DeclaredBy} that {Declaration} ran out on {DeclaredUntil:u}: look again, and declare it anew.");
        }
    }
}
