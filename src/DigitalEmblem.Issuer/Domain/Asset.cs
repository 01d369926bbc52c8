using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>A name that the organization marks, or may mark.</summary>
internal sealed class Asset : Markable
{
    private Asset()
    {
    }

    public DomainName Name { get; private init; } = null!;

    /// <inheritdoc/>
    public override string Called => Name.ToString();

    /// <summary>It serves protected purposes, and nothing else (requirements, R-30).</summary>
    public override Sentence Declaration => Sentence.Of($"{Name} serves protected purposes only");

    /// <summary>The text for a TXT record at the name's control name, which shows that the zone is ours.</summary>
    public string ControlChallenge { get; private set; } = "";

    /// <summary>When the zone was last seen to be under our control; null if never.</summary>
    public DateTimeOffset? ControlProvenAt { get; private set; }

    /// <summary>The profiles in which it is marked; null for those of its zone.</summary>
    public MarkProfiles? Profiles { get; private set; }

    /// <summary>
    /// Whether it leaves a profile: it is marked in both until every cache has the one that stays (<see cref="BothSeenAt"/>).
    /// </summary>
    public bool IsLeavingProfile { get; private set; }

    /// <summary>While it leaves a profile: when both were first seen in the DNS, at every target; null before that.</summary>
    public DateTimeOffset? BothSeenAt { get; private set; }

    /// <summary>Its labels; null if it has none.</summary>
    public AssetLabels? Labels { get; private set; }

    /// <summary>
    /// When an officer asked for it to be removed from the list; null if nobody did. It goes once nothing of it is in the DNS.
    /// </summary>
    public DateTimeOffset? RemovalAskedAt { get; private set; }

    /// <summary>
    /// The kinds of risks of marking it that officers have acknowledged; null if nobody ever had to. Who did stands in the journal.
    /// </summary>
    public RiskKinds? AcknowledgedRisks { get; private set; }

    /// <summary>What the world showed at the name when the watch looked last.</summary>
    public WorldSees World { get; private init; }

    /// <summary>How many alerts about the name are open.</summary>
    public int OpenAlerts { get; private init; }

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
            Undeclare();
        }

        Last(lifetime);
    }

    /// <summary>Gives it other labels; null for none.</summary>
    public void Label(AssetLabels? labels) => Labels = labels;

    /// <summary>Notes that it is to be removed from the list; its emblem is withdrawn before.</summary>
    /// <exception cref="RefusedException">It is marked.</exception>
    public void AskRemoval(DateTimeOffset at)
    {
        if (State == AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{Name} is marked: withdraw its emblem before it is removed from the list.");
        }

        RemovalAskedAt ??= at;
    }

    /// <summary>The challenge was seen in the zone (decisions.md, 32).</summary>
    public void ProveControl(DateTimeOffset at) => ControlProvenAt = at;

    /// <summary>An officer acknowledges risks of marking it, beside those that were acknowledged before.</summary>
    public void AcknowledgeRisks(RiskKinds kinds) => AcknowledgedRisks = (AcknowledgedRisks ?? RiskKinds.None) | kinds;

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
            throw new RefusedException(Refusal.Malformed, $"A name is marked in at least one profile: Cwt, Jws or Both.");
        }

        if (profiles.Has(TokenProfile.Jws) && purposes.Expressible(TokenProfile.Jws) != purposes)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"The JWS profile has words for protective and indicative only, and {name} is for {PurposeWords.Of(purposes)}: "
                    + $"mark it in Cwt.");
        }
    }

    /// <summary>Notes that both profiles were seen at every target, so that caches begin to fill.</summary>
    public void SeeBoth(DateTimeOffset at) => BothSeenAt ??= IsLeavingProfile ? at : null;

    /// <summary>Replaces the emblem by a new one.</summary>
    /// <param name="emblem">The new one.</param>
    /// <param name="leavesProfile">Whether it is in both profiles only until one can be left.</param>
    /// <param name="renewAt">When the next is due.</param>
    /// <param name="at">Now.</param>
    public void Renew(IssuedEmblem emblem, bool leavesProfile, DateTimeOffset renewAt, DateTimeOffset at)
    {
        Renew(emblem.Id, emblem.Expires, renewAt, at);
        (IsLeavingProfile, BothSeenAt) = (leavesProfile, leavesProfile ? BothSeenAt : null);
    }

    private protected override string DecidedFurther =>
        $"{Profiles}{(Labels is null ? "" : $" {Labels}")}{(RemovalAskedAt is null ? "" : " removed")}";

    private protected override void RequireReady()
    {
        if (RemovalAskedAt is not null)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"{Name} is being removed from the list. It is gone once nothing of it is in the DNS: put it on the list anew then.");
        }

        if (ControlProvenAt is null)
        {
            throw new RefusedException(
                Refusal.ControlNotProven,
                $"It is not shown yet that the zone of {Name} is yours. Put TXT \"{ControlChallenge}\" at {ControlName}, and then have "
                    + $"the service look.");
        }
    }

    private protected override void Withdrawn() => (IsLeavingProfile, BothSeenAt) = (false, null);
}
