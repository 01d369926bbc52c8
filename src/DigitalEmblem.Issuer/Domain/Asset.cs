namespace DigitalEmblem.Issuer.Domain;

/// <summary>Where an asset stands.</summary>
internal enum AssetState
{
    /// <summary>It is on the list, and nothing of it is published.</summary>
    Listed = 0,

    /// <summary>Its emblem is issued, published, and renewed automatically.</summary>
    Marked,

    /// <summary>Its emblem was withdrawn. The decision needs no second person.</summary>
    Withdrawn,
}

/// <summary>A name that the organization marks, or may mark.</summary>
internal sealed class Asset : Entity, ILeased
{
    /// <summary>How long a declaration of exclusive protected use holds. After that an officer must declare it again.</summary>
    public static readonly TimeSpan DeclarationHolds = TimeSpan.FromDays(365);

    private const int LongestReason = 1000;

    private Asset()
    {
    }

    public DomainName Name { get; private init; } = null!;

    public Purposes Purposes { get; private set; }

    public AssetState State { get; private set; }

    /// <summary>The officer who declared that it serves protected purposes only; null before that.</summary>
    public string? DeclaredBy { get; private set; }

    public DateTimeOffset? DeclaredAt { get; private set; }

    /// <summary>Until when the declaration holds.</summary>
    public DateTimeOffset? DeclaredUntil { get; private set; }

    /// <summary>The text for a TXT record at the name's control name, which shows that the zone is ours.</summary>
    public string ControlChallenge { get; private set; } = "";

    /// <summary>When the zone was last seen to be under our control; null if never.</summary>
    public DateTimeOffset? ControlProvenAt { get; private set; }

    /// <summary>How long its emblems last; null for the service's setting.</summary>
    public TimeSpan? Lifetime { get; private set; }

    /// <summary>The profiles in which it is marked; null for those of its zone.</summary>
    public MarkProfiles? Profiles { get; private set; }

    /// <summary>
    /// Whether it leaves a profile: it is marked in both until every cache has the one that stays (<see cref="BothSeenAt"/>).
    /// </summary>
    public bool IsLeavingProfile { get; private set; }

    /// <summary>While it leaves a profile: when both were first seen in the DNS, at every target; null before that.</summary>
    public DateTimeOffset? BothSeenAt { get; private set; }

    /// <summary>The emblem that is published; null if none is.</summary>
    public Guid? EmblemId { get; private set; }

    /// <summary>When a new emblem is due; null if none is.</summary>
    public DateTimeOffset? RenewAt { get; private set; }

    /// <summary>Why its emblem could not be issued the last time; null if it could.</summary>
    public string? NotIssued { get; private set; }

    /// <summary>The lease of the instance that issues its next emblem.</summary>
    public Lease Lease { get; private set; }

    public static Asset List(DomainName name, Purposes purposes, string challenge, DateTimeOffset at)
    {
        if (!name.IsHostName)
        {
            throw new RefusedException(Refusal.Malformed, $"'{name}' is no host name: labels of letters, digits and hyphens.");
        }

        return new Asset { Id = NewId(at), Name = name, Purposes = Checked(purposes), ControlChallenge = challenge };
    }

    /// <summary>Changes its purposes and lifetime. A declaration was for the old purposes, so a new one is needed.</summary>
    public void Change(Purposes purposes, TimeSpan? lifetime)
    {
        if (purposes != Purposes)
        {
            if (State == AssetState.Marked)
            {
                throw new RefusedException(Refusal.WrongState, $"{Name} is marked: withdraw its emblem before its purposes are changed.");
            }

            if (Profiles is { } profiles)
            {
                RequireExpressible(Name, purposes, profiles);
            }

            Purposes = Checked(purposes);
            (DeclaredBy, DeclaredAt, DeclaredUntil) = (null, null, null);
        }

        if (lifetime is { } l && (l < TimeSpan.FromHours(1) || l > TimeSpan.FromDays(31)))
        {
            throw new RefusedException(Refusal.Malformed, "An emblem lasts between an hour and 31 days.");
        }

        Lifetime = lifetime;
    }

    /// <summary>
    /// An officer declares that the asset serves protected purposes, and nothing else (requirements, R-30); also the re-confirmation.
    /// </summary>
    public void Declare(string officer, DateTimeOffset at) =>
        (DeclaredBy, DeclaredAt, DeclaredUntil) = (officer, at, at + DeclarationHolds);

    /// <summary>The challenge was seen in the zone (decisions.md, 32).</summary>
    public void ProveControl(DateTimeOffset at) => ControlProvenAt = at;

    /// <summary>Starts to mark it: from now on an emblem is due.</summary>
    public void Mark(DateTimeOffset at)
    {
        if (State == AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Name} is marked already.");
        }

        RequireDeclared(at);
        if (ControlProvenAt is null)
        {
            throw new RefusedException(
                Refusal.ControlNotProven,
                $"It is not shown that the zone of {Name} is yours. Publish TXT \"{ControlChallenge}\" at {ControlName}, "
                    + "then ask to check it.");
        }

        (State, RenewAt) = (AssetState.Marked, at);
    }

    /// <summary>The name of the TXT record with the challenge.</summary>
    public string ControlName => $"_adem-control.{Name}";

    /// <summary>Sets the profiles in which it is marked; null for those of its zone.</summary>
    public void MarkIn(MarkProfiles? profiles)
    {
        if (profiles is { } stated)
        {
            RequireExpressible(Name, Purposes, stated);
        }

        Profiles = profiles;
    }

    /// <summary>Refuses profiles that have no words for the purposes.</summary>
    public static void RequireExpressible(DomainName name, Purposes purposes, MarkProfiles profiles)
    {
        if (profiles is MarkProfiles.None or > MarkProfiles.Both)
        {
            throw new RefusedException(Refusal.Malformed, "A name is marked in at least one profile: Cwt, Jws or Both.");
        }

        if (profiles.Has(TokenProfile.Jws) && purposes.Expressible(TokenProfile.Jws) != purposes)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"The JWS profile has words for protective and indicative only, and {name} is for {PurposeNames.Joined(purposes)}: "
                    + "mark it in Cwt.");
        }
    }

    /// <summary>Notes that both profiles were seen at every target, so that caches begin to fill.</summary>
    public void SeeBoth(DateTimeOffset at) => BothSeenAt ??= IsLeavingProfile ? at : null;

    /// <summary>Makes a new emblem due now, because its key or endorsements have changed.</summary>
    public void Refresh(DateTimeOffset at)
    {
        if (State == AssetState.Marked)
        {
            RenewAt = at;
        }
    }

    /// <summary>Replaces the emblem by a new one.</summary>
    /// <param name="emblem">The new one.</param>
    /// <param name="leavesProfile">Whether it is in both profiles only until one can be left.</param>
    /// <param name="renewAt">When the next is due.</param>
    /// <param name="at">Now.</param>
    public void Renew(IssuedEmblem emblem, bool leavesProfile, DateTimeOffset renewAt, DateTimeOffset at)
    {
        if (State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Name} is '{State}': it gets no emblem.");
        }

        RequireDeclared(at);
        (EmblemId, RenewAt, NotIssued) = (emblem.Id, renewAt, null);
        (IsLeavingProfile, BothSeenAt) = (leavesProfile, leavesProfile ? BothSeenAt : null);
        Lease = Lease.None;
    }

    /// <summary>Postpones the next try, because something that an emblem needs is missing.</summary>
    /// <returns>Whether the reason is another than the last time.</returns>
    public bool Postpone(string why, DateTimeOffset until)
    {
        string reason = why.Length > LongestReason ? why[..LongestReason] : why;
        bool isNew = reason != NotIssued;
        (RenewAt, NotIssued) = (until, reason);
        Lease = Lease.None;
        return isNew;
    }

    /// <summary>Withdraws its emblem. This needs no consent and no key.</summary>
    public void Withdraw()
    {
        if (State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Name} is '{State}': there is no emblem to withdraw.");
        }

        (State, EmblemId, RenewAt, NotIssued) = (AssetState.Withdrawn, null, null, null);
        (IsLeavingProfile, BothSeenAt) = (false, null);
        Lease = Lease.None;
    }

    private void RequireDeclared(DateTimeOffset at)
    {
        if (DeclaredUntil is null)
        {
            throw new RefusedException(Refusal.NotDeclared, $"Nobody has declared that {Name} serves protected purposes only.");
        }

        if (DeclaredUntil <= at)
        {
            throw new RefusedException(
                Refusal.NotDeclared,
                $"The declaration by {DeclaredBy} that {Name} serves protected purposes only ran out on {DeclaredUntil:u}: "
                    + "look again, and declare it anew.");
        }
    }

    private static Purposes Checked(Purposes purposes) => purposes is > Purposes.None and <= Purposes.All
        ? purposes
        : throw new RefusedException(
            Refusal.Malformed,
            "An emblem has at least one purpose: protective, indicative, dangerous forces, civil defence, cultural property.");
}
