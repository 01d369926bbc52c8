using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>
/// What a validator asks for before it relies on an emblem. It is applied to what verification has shown, never to raw tokens, and it
/// changes no level. The default asks for an organization behind the emblem and names no authority, because whom to trust is the
/// validator's choice.
/// </summary>
public sealed record TrustPolicy
{
    private const string OfData =
        "This is a sign of data, in a profile of this project, and marks no host: 'emblem data check' checks it with its data.";

    /// <summary>The default policy.</summary>
    public static TrustPolicy Default { get; } = new();

    /// <summary>
    /// The least level: <see cref="SecurityLevel.Signed"/>, <see cref="SecurityLevel.Organizational"/> or
    /// <see cref="SecurityLevel.Endorsed"/>.
    /// </summary>
    public SecurityLevel RequiredLevel { get; init; } = SecurityLevel.Organizational;

    /// <summary>
    /// The authorities that the validator trusts. If any is named, one of them or a trusted key must carry the result (decisions.md, 14).
    /// </summary>
    public ValueList<TrustedAuthority> Authorities { get; init; } = [];

    /// <summary>
    /// Public keys that the validator trusts. If any is named, one of them or a trusted authority must carry the result (decisions.md, 14).
    /// Verification needs them as keys too: an <c>EmblemChecker</c> passes them on; without one, add them to
    /// <see cref="VerifierOptions.Keys"/>.
    /// </summary>
    public ValueList<VerificationKey> TrustedKeys { get; init; } = [];

    /// <summary>
    /// How many different organizations must endorse the issuer. If <see cref="Authorities"/> names any, only those count. Zero asks for
    /// nothing.
    /// </summary>
    public int Endorsers { get; init; }

    /// <summary>Purposes that the emblem must state, all of them.</summary>
    public Purposes RequiredPurposes { get; init; }

    /// <summary>The longest lifetime of an emblem that is accepted; null for any.</summary>
    public TimeSpan? MaximumLifetime { get; init; }

    /// <summary>
    /// Identifiers that must cover the asset asked about, or all assets of the emblem if no asset was asked about; empty if any asset may
    /// be marked (decisions.md, 16).
    /// </summary>
    public ValueList<AssetIdentifier> AssetScope { get; init; } = [];

    /// <summary>
    /// Whether "nothing is published" counts only if DNSSEC proves it; without that proof, the outcome is then
    /// <see cref="VerdictOutcome.Indeterminate"/>.
    /// </summary>
    public bool AuthenticatedAbsence { get; init; }

    /// <summary>Refuses a policy that contradicts itself, so that it fails when it is made and not at the first look-up.</summary>
    /// <exception cref="ArgumentException">A member is out of range, or more endorsers are asked for than are named.</exception>
    public void Validate()
    {
        Refuse(
            RequiredLevel is not (SecurityLevel.Signed or SecurityLevel.Organizational or SecurityLevel.Endorsed),
            "The required level is signed, organizational or endorsed.");
        Refuse(Endorsers < 0, "The number of endorsers is not negative.");
        if (Authorities.Count > 0)
        {
            int named = Authorities.Select(a => a.Organization).Distinct().Count();
            Refuse(Endorsers > named, $"{Endorsers} endorsers are asked for, and only {named} authorities are named.");
        }

        Refuse((RequiredPurposes & ~Purposes.All) != 0, "A required purpose does not exist.");
        Refuse(MaximumLifetime <= TimeSpan.Zero, "The maximum lifetime is longer than zero.");
    }

    /// <summary>
    /// Decides on what was shown. If there are several sets, the best decides, and the others become findings (decisions.md, 9).
    /// </summary>
    /// <param name="verified">What was shown.</param>
    /// <param name="asset">The name, or address, that is asked about; null if it is only asked whether the emblem is good.</param>
    /// <exception cref="ArgumentException">The policy contradicts itself.</exception>
    public Verdict Decide(VerifiedTokens verified, AssetIdentifier? asset = null)
    {
        ArgumentNullException.ThrowIfNull(verified);
        Validate();
        SetVerdict[] ranked = verified.Sets.Count == 1
            ? [Judge(verified.Sets[0], verified, asset)]
            : [.. verified.Sets.Select(set => Judge(set, verified, asset))];
        if (ranked.Length > 1)
        {
            Array.Sort(ranked, new SetOrder(asset));
        }

        return new Verdict(
            verified,
            asset,
            ranked,
            verified.Input.ShowsPart ?? (ranked[0].Outcome == VerdictOutcome.Marked ? null : Unanswered(verified, ranked[0].Outcome)),
            Authorities);
    }

    /// <summary>A source that could not be asked may have what the others do not (decisions.md, 9).</summary>
    private Finding? Unanswered(VerifiedTokens verified, VerdictOutcome outcome)
    {
        if (verified.Sources.FirstOrDefault(s => s.Outcome == SourceOutcome.Unavailable) is { } source)
        {
            return Finding.Failure(
                FindingCode.SourceUnavailable, $"{source.Source} could not be asked: {source.Detail}.", "decisions.md, 9");
        }

        if (verified.Input.Hindrance(absent: outcome == VerdictOutcome.NotMarked) is { } hindrance)
        {
            return hindrance;
        }

        return AuthenticatedAbsence && outcome == VerdictOutcome.NotMarked && verified.Sources.Any(s => !s.Authenticated)
            ? Finding.Failure(
                FindingCode.AbsenceNotAuthenticated,
                "That nothing is published is not proven by DNSSEC, and the policy asks for that.",
                "decisions.md, 23")
            : null;
    }

    private SetVerdict Judge(VerifiedSet set, VerifiedTokens verified, AssetIdentifier? asset)
    {
        bool trustNamed = TrustedKeys.Count > 0 || Authorities.Count > 0;
        bool trusted = trustNamed && IsTrusted(set, set.Endorsers);
        if (set.Level <= SecurityLevel.Invalid)
        {
            return set.EmblemShown
                ? new SetVerdict(set, VerdictOutcome.Invalid, trusted: false, First(set.Findings) ?? "The tokens are invalid.", [])
                : new SetVerdict(set, VerdictOutcome.NotMarked, trusted: false, First(set.Findings) ?? "There is no token.", []);
        }

        IReadOnlyList<Finding> foreign = ForeignAssets.Of(set.Shown, this);

        if (set.Level == SecurityLevel.Unknown)
        {
            // These shortfalls hold whatever the open answer will be, so they are reported already.
            VerifiedSet shown = set.Shown;
            Finding[] certain = shown.Emblem is null
                ? []
                : [.. Shortfalls(shown, IsTrusted(shown, shown.Endorsers), verified, asset).Where(s => !s.Open).Select(s => s.Finding)];
            return new SetVerdict(
                set,
                VerdictOutcome.Indeterminate,
                trusted: false,
                First(set.Findings) ?? "A question was not answered.",
                [.. certain, .. foreign]);
        }

        List<Shortfall> shortfalls = [.. Shortfalls(set, trusted, verified, asset)];
        if (shortfalls.Count == 0)
        {
            return new SetVerdict(
                set,
                VerdictOutcome.Marked,
                trusted,
                "Everything that the policy asks for was shown.",
                [.. NotesOnTrust(set, trusted), .. foreign]);
        }

        Finding[] findings = [.. shortfalls.Select(s => s.Finding), .. foreign];
        return shortfalls.Find(s => !s.Open) is { } definite
            ? new SetVerdict(set, VerdictOutcome.NotAccepted, trusted, FindingText.Of(definite.Finding), findings)
            : new SetVerdict(set, VerdictOutcome.Indeterminate, trusted, FindingText.Of(shortfalls[0].Finding), findings);
    }

    /// <summary>
    /// What the policy asks for and the set does not show. An open one could still be met by the answer to a question that was not
    /// answered.
    /// </summary>
    private IEnumerable<Shortfall> Shortfalls(VerifiedSet set, bool trusted, VerifiedTokens verified, AssetIdentifier? asset)
    {
        Emblem emblem = set.Emblem!.Emblem;
        if (IsReadAsHosts(emblem))
        {
            yield return new Shortfall(FindingCode.AssetNotMarked, OfData);
        }
        else if (asset is not null && !emblem.Assets.Any(a => a.Covers(asset)))
        {
            yield return new Shortfall(FindingCode.AssetNotMarked, $"The emblem is for {Shown(emblem.Assets)}, and not for {asset}.");
        }

        SecurityLevel required = Endorsers > 0 ? SecurityLevel.Endorsed : RequiredLevel;
        if (set.Level < required)
        {
            yield return new Shortfall(
                FindingCode.LevelTooLow,
                $"The emblem is {Word(set.Level)}, and the policy asks for {Word(required)}.",
                set.LevelAtMost >= required);
        }

        bool trustNamed = TrustedKeys.Count > 0 || Authorities.Count > 0;
        if (trustNamed && !trusted)
        {
            yield return new Shortfall(
                FindingCode.NotTrusted,
                "None of the keys and authorities that you named as trusted carries the result.",
                IsTrusted(set, [.. set.Endorsers, .. set.PossibleEndorsers], isPossible: true));
        }

        int endorsing = Count(set.Endorsers);
        if (endorsing < Endorsers)
        {
            yield return new Shortfall(
                FindingCode.TooFewEndorsers,
                $"{endorsing} of the authorities that count endorse the issuer, and the policy asks for {Endorsers}.",
                Count([.. set.Endorsers, .. set.PossibleEndorsers]) >= Endorsers);
        }

        if ((emblem.Purposes.GetValueOrDefault() & RequiredPurposes) != RequiredPurposes)
        {
            yield return new Shortfall(FindingCode.PurposeMissing, "The emblem does not state every purpose that the policy asks for.");
        }

        if (MaximumLifetime is { } longest && emblem.Validity.Lifetime > longest)
        {
            yield return new Shortfall(
                FindingCode.LifetimeTooLong,
                $"The emblem is valid for {Days(emblem.Validity.Lifetime)} days, and the policy accepts {Days(longest)} at most.");
        }

        IEnumerable<AssetIdentifier> inScope = asset is null ? emblem.Assets : [asset];
        if (AssetScope.Count > 0 && !inScope.All(a => AssetScope.Any(s => s.Covers(a))))
        {
            yield return new Shortfall(
                FindingCode.AssetOutsideScope, $"An asset lies outside the scope that the policy accepts ({AssetScope}).");
        }
    }

    /// <summary>
    /// Whether a sign of data was read as a host's token: it names no host, so that it must mark none, whatever was asked
    /// (data-emblem, token).
    /// </summary>
    private static bool IsReadAsHosts(Emblem emblem)
    {
        bool claimsData = false;
        for (int i = 0; i < emblem.Assets.Count; i++)
        {
            if (emblem.Assets[i].Kind != AssetKind.Unrecognized)
            {
                return false;
            }

            claimsData |= emblem.Assets[i].ClaimsToBeData;
        }

        return claimsData;
    }

    /// <summary>Whether the caller named the endorser of an endorsement, by its identifier or its key.</summary>
    internal bool Names(JudgedToken endorsement) => IsByTrustedKey(endorsement) || Authorities.Any(a => a.Signed(endorsement));

    private bool IsByTrustedKey(JudgedToken token) =>
        TrustedKeys.Count > 0 && (token.Key ?? token.UncheckedKey) is { } key && TrustedKeys.Contains(key);

    /// <summary>Whether a trusted key signed one of the grounds, or an authority named here endorses the issuer or is the issuer.</summary>
    /// <param name="set">What is shown.</param>
    /// <param name="endorsers">The endorsements by others that count.</param>
    /// <param name="isPossible">Whether a commitment of the issuer that could not be checked counts as well.</param>
    private bool IsTrusted(VerifiedSet set, IReadOnlyList<JudgedToken> endorsers, bool isPossible = false)
    {
        SecurityLevel level = isPossible ? set.LevelAtMost : set.Level;
        JudgedToken? root = set.InternalChain.Count > 0 && level >= SecurityLevel.Organizational ? set.InternalChain[0] : null;
        return set.Grounds.Concat(endorsers).Any(IsByTrustedKey)
            || Authorities.Any(a => a.Signed(root) || endorsers.Any(a.Signed));
    }

    private int Count(IReadOnlyList<JudgedToken> endorsers) => endorsers
        .Where(e => Authorities.Count == 0 || Authorities.Any(a => a.Signed(e)))
        .Select(e => e.Claims!.Issuer)
        .Distinct()
        .Count();

    private static Finding[] NotesOnTrust(VerifiedSet set, bool trusted) => trusted ? [] :
    [
        Finding.Warning(
            FindingCode.EndorserNotNamed,
            set.Endorsers.Count > 0
                ? "You named no authority or key as trusted: that the endorser is who you would ask is for you to judge "
                    + "(--trust-authority names one)."
                : "Nobody but the issuer itself, by its own root key, vouches for the emblem, and you named nobody as trusted.",
            "decisions.md, 14"),
    ];

    private static FindingText? First(IEnumerable<Finding> findings) =>
        findings.FirstOrDefault(f => f.Severity == FindingSeverity.Failure) is { } first ? FindingText.Of(first) : null;

    internal static string Shown(ValueList<AssetIdentifier> assets) =>
        string.Join(", ", assets.Take(3).Select(a => Printable.Text(a.ToString())))
        + (assets.Count > 3 ? $" and {assets.Count - 3} more" : "");

    internal static string Word(SecurityLevel level) => Lower(level.ToString());

    internal static string Lower(string word) => word.ToLowerInvariant();

    private static double Days(TimeSpan span) => Math.Round(span.TotalDays, 1);

    private static void Refuse(bool broken, string why)
    {
        if (broken)
        {
            throw new ArgumentException(why);
        }
    }

    private sealed class Shortfall(FindingCode code, FindingText message, bool open = false)
    {
        public Finding Finding { get; } = Finding.Failure(code, message, "policy");

        public bool Open { get; } = open;
    }
}
