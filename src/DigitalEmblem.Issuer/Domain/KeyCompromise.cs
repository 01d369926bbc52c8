using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The steps after the compromise of a key, until nothing published depends on the key. Nothing that cannot be undone is done before a
/// second person has confirmed it, or its time has come. Each step can be repeated, because a process may die during any of them.
/// </summary>
internal sealed class KeyCompromise : Entity
{
    private readonly List<AssetDecision> _decisions = [];

    private KeyCompromise()
    {
    }

    /// <summary>The key.</summary>
    public Guid KeyId { get; private init; }

    /// <summary>The key in its place; null before there is one.</summary>
    public Guid? NewKeyId { get; private set; }

    /// <summary>The step that was reached last.</summary>
    public CompromiseStep Step { get; private set; }

    /// <summary>Who declared it.</summary>
    public string DeclaredBy { get; private init; } = "";

    /// <summary>Why, in that person's words.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>When it was declared.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>When the service carries it on by itself, unless a second person has confirmed it or it was taken back.</summary>
    public DateTimeOffset GoesOnAt { get; private init; }

    /// <summary>The second person; null if there was none yet, or if its time came.</summary>
    public string? ConfirmedBy { get; private set; }

    /// <summary>When it was confirmed, or its time came.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When the last step was reached.</summary>
    public DateTimeOffset ReachedAt { get; private set; }

    /// <summary>The next action for people; null if there is none.</summary>
    public Sentence? WaitsFor { get; private set; }

    /// <summary>Who decided that all assets that rest on the key are withdrawn; null if no one did.</summary>
    public string? AllWithdrawnBy { get; private set; }

    /// <summary>When a person said that the binding certificate of the root key was revoked.</summary>
    public DateTimeOffset? CertificateRevokedAt { get; private set; }

    /// <summary>Who said so.</summary>
    public string? CertificateRevokedBy { get; private set; }

    /// <summary>What was decided about single assets.</summary>
    public IReadOnlyList<AssetDecision> Decisions => _decisions;

    /// <summary>Whether something remains to be done.</summary>
    public bool IsOpen => Step < CompromiseStep.Republished;

    /// <summary>The assets that are left as they are.</summary>
    public IReadOnlyList<Guid> LeftAssets => [.. _decisions.Where(d => d.Decision == CompromiseDecision.Leave).Select(d => d.AssetId)];

    /// <summary>Whether people have decided about assets.</summary>
    public bool IsDecided => AllWithdrawnBy is not null || _decisions.Count > 0;

    /// <summary>One person declares it. The caller suspends the key.</summary>
    public static KeyCompromise Declare(OrganizationKey key, string by, string reason, TimeSpan confirmAfter, DateTimeOffset at)
    {
        key.RefuseCompromised();
        return new KeyCompromise
        {
            Id = NewId(at),
            KeyId = key.Id,
            DeclaredBy = by,
            Reason = reason,
            StartedAt = at,
            GoesOnAt = at + confirmAfter,
            ReachedAt = at,
            WaitsFor = Sentence.Of(
                $"A second person confirms it, or it is taken back. If neither is done, it is carried on at {at + confirmAfter:u}."),
        };
    }

    /// <summary>A second person confirms it, or its time has come: the key never signs again.</summary>
    /// <param name="key">The key.</param>
    /// <param name="by">The second person; null if its time has come.</param>
    /// <param name="at">The present.</param>
    public void Confirm(OrganizationKey key, string? by, DateTimeOffset at)
    {
        RequireDeclared();
        if (by is not null && FourEyes.SamePerson(by, DeclaredBy))
        {
            throw new RefusedException(
                Refusal.SamePerson,
                $"{by} declared this compromise: another person confirms it (four eyes). If nobody does, it is carried on at "
                    + $"{GoesOnAt:u}.");
        }

        key.DeclareCompromised(at);
        (ConfirmedBy, ConfirmedAt) = (by, at);
        Reach(CompromiseStep.Stopped, at);
    }

    /// <summary>Takes it back. The key stays suspended.</summary>
    public void TakeBack(DateTimeOffset at)
    {
        RequireDeclared();
        (Step, ReachedAt, WaitsFor) = (CompromiseStep.TakenBack, at, null);
    }

    /// <summary>Notes the new key.</summary>
    public void Roll(OrganizationKey newKey, DateTimeOffset at)
    {
        NewKeyId = newKey.Id;
        Reach(CompromiseStep.NewKey, at);
    }

    /// <summary>Another key than the one that was made for it was taken into use in the meantime: that one is the new key.</summary>
    public void Follow(OrganizationKey inUse) => (NewKeyId, WaitsFor) = (inUse.Id, null);

    /// <summary>Reaches the next step; steps are not skipped.</summary>
    public void Reach(CompromiseStep step, DateTimeOffset at)
    {
        RequireOpen();
        if (step != Step + 1)
        {
            throw new RefusedException(Refusal.WrongState, $"After '{Step}' comes '{Step + 1}', and not '{step}'.");
        }

        (Step, ReachedAt, WaitsFor) = (step, at, null);
    }

    /// <summary>Decides about some of the assets that rest on the key.</summary>
    public void Decide(IReadOnlyCollection<Guid> assets, CompromiseDecision decision, string by, DateTimeOffset at)
    {
        RequireDecider(decision, by);
        foreach (Guid asset in assets)
        {
            if (_decisions.FirstOrDefault(d => d.AssetId == asset) is { } before)
            {
                before.Change(decision, by, at);
            }
            else
            {
                _decisions.Add(AssetDecision.Of(asset, decision, by, at));
            }
        }
    }

    /// <summary>Decides about all assets that rest on the key. To leave all of them ends the compromise.</summary>
    public void DecideAll(CompromiseDecision decision, string by, DateTimeOffset at)
    {
        RequireDecider(decision, by);
        if (decision == CompromiseDecision.Withdraw)
        {
            AllWithdrawnBy = by;
        }
        else
        {
            (Step, ReachedAt, WaitsFor) = (CompromiseStep.Left, at, null);
        }
    }

    /// <summary>Ends it after a decision: nothing rests on the key but what was left.</summary>
    public void EndDecided(DateTimeOffset at)
    {
        RequireOpen();
        if (!IsDecided)
        {
            throw new RefusedException(Refusal.WrongState, $"Nobody has decided about the assets of this compromise.");
        }

        (Step, ReachedAt, WaitsFor) = (LeftAssets.Count > 0 ? CompromiseStep.Left : CompromiseStep.Republished, at, null);
    }

    /// <summary>A person says that the binding certificate was revoked.</summary>
    public void RevokeCertificate(string by, DateTimeOffset at)
    {
        RequireConfirmed();
        (CertificateRevokedAt, CertificateRevokedBy) = (at, by);
    }

    /// <summary>Notes what people have to do; null if nothing.</summary>
    public void Wait(Sentence? what) => WaitsFor = what is null ? null : StoredSentence.Bounded(what, 4000);

    private void RequireDecider(CompromiseDecision decision, string by)
    {
        RequireConfirmed();
        RequireOpen();
        if (decision == CompromiseDecision.Withdraw && FourEyes.SamePerson(by, DeclaredBy))
        {
            throw new RefusedException(
                Refusal.SamePerson,
                $"{by} declared this compromise: another person decides that emblems are withdrawn for it (four eyes). Single assets "
                    + $"can be withdrawn as on any other day.");
        }
    }

    private void RequireDeclared()
    {
        if (Step != CompromiseStep.Declared)
        {
            throw new RefusedException(
                Refusal.WrongState, $"This compromise is '{Step}': only one that waits for its confirmation is confirmed or taken back.");
        }
    }

    private void RequireConfirmed()
    {
        if (Step is CompromiseStep.Declared or CompromiseStep.TakenBack)
        {
            throw new RefusedException(
                Refusal.WrongState, $"This compromise is '{Step}': there is nothing to decide unless it is confirmed.");
        }
    }

    private void RequireOpen()
    {
        if (!IsOpen)
        {
            throw new RefusedException(Refusal.WrongState, $"This compromise has ended ('{Step}') already.");
        }
    }
}
