using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>
/// The answer of a policy, with its reasons. There is no conversion to true or false, because there are five outcomes.
/// <see cref="ToString"/> is one sentence that is enough for a reader who reads nothing else; it never says "protected".
/// </summary>
public sealed class Verdict
{
    internal Verdict(
        VerifiedTokens verified,
        AssetIdentifier? asset,
        IReadOnlyList<SetVerdict> ranked,
        Finding? unanswered,
        ValueList<TrustedAuthority> authorities)
        : this(
            verified,
            asset,
            unanswered is null ? ranked[0].Outcome : VerdictOutcome.Indeterminate,
            unanswered is null ? ranked[0].ReasonText : FindingText.Of(unanswered).ToFormattable(),
            unanswered?.Message ?? ranked[0].Reason)
    {
        SetVerdict deciding = ranked[0];
        VerifiedSet set = deciding.Set;
        Deciding = deciding;
        Sets = ranked;
        if (unanswered is null || (set.Level == SecurityLevel.None && unanswered.Code == FindingCode.InputNotRecognized))
        {
            (Level, LevelAtMost) = (set.Level, set.LevelAtMost);
        }
        else
        {
            // A source that could not be asked may have anything, so every level stays possible.
            (Level, LevelAtMost) = (set.Level <= SecurityLevel.Invalid ? SecurityLevel.Unknown : set.Level, SecurityLevel.Endorsed);
        }

        Trusted = deciding.Trusted;
        TrustedAuthorities = authorities;
        // For an invalid set, issuer, assets and purposes stay empty: a script that reads only the issuer must not find one. The tokens
        // still show what they claim.
        VerifiedSet shown = set.Shown;
        if (shown.Emblem is { } emblem && set.Level > SecurityLevel.Invalid)
        {
            Issuer = emblem.Claims!.Issuer;
            Assets = emblem.Emblem.Assets;
            Purposes = emblem.Emblem.Purposes;
            EndorsedBy = set.Level == SecurityLevel.Endorsed
                ? ValueList.From(set.Endorsers.Select(e => e.Claims!.Issuer!).Distinct().OrderBy(o => o.ToString(), StringComparer.Ordinal))
                : [];
            ValidFrom = shown.Grounds.Max(t => t.Claims!.Validity.NotBefore);
            ValidUntil = shown.ValidUntil;
        }

        OtherIssuers = ranked.Count == 1 || Outcome != VerdictOutcome.Marked ? [] : OthersThanIssuer(ranked);
        Findings =
        [
            .. unanswered is null ? (Finding[])[] : [unanswered],
            .. OtherIssuers.Count > 0 ? (Finding[])[Disagreement()] : [],
            .. deciding.Findings,
            .. set.Findings,
            .. Others(ranked),
            .. OfInput(verified.Input, unanswered, deciding.Outcome == VerdictOutcome.NotMarked),
        ];
    }

    /// <summary>Nothing was judged, for a reason that does not lie in the tokens.</summary>
    internal Verdict(VerifiedTokens verified, AssetIdentifier? asset, Finding notJudged)
        : this(verified, asset, VerdictOutcome.Indeterminate, FindingText.Of(notJudged).ToFormattable(), notJudged.Message)
    {
        Level = SecurityLevel.Unknown;
        LevelAtMost = SecurityLevel.Endorsed;
        Findings = [notJudged];
    }

    private Verdict(VerifiedTokens verified, AssetIdentifier? asset, VerdictOutcome outcome, FormattableString text, string reason)
    {
        Verified = verified;
        Asset = asset;
        Outcome = outcome;
        ReasonText = text;
        Reason = reason;
    }

    /// <summary>The answer.</summary>
    public VerdictOutcome Outcome { get; }

    /// <summary>The main reason for it, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>The same with its words and what stands in them apart, for translations (<see cref="Finding.Format"/>).</summary>
    public FormattableString ReasonText { get; }

    /// <summary>The level that is shown.</summary>
    public SecurityLevel Level { get; }

    /// <summary>The highest level that the unanswered questions leave possible.</summary>
    public SecurityLevel LevelAtMost { get; }

    /// <summary>Whether a key or authority that the validator trusts carries the result; false if none was named.</summary>
    public bool Trusted { get; }

    /// <summary>The authorities that the policy names as trusted (<see cref="TrustPolicy.Authorities"/>); empty if it names none.</summary>
    public ValueList<TrustedAuthority> TrustedAuthorities { get; } = [];

    /// <summary>The asset asked about; null if none was.</summary>
    public AssetIdentifier? Asset { get; }

    /// <summary>
    /// The organization that the emblem names; null if it names none, or if no valid emblem is shown. It is shown to stand behind the
    /// emblem only from <see cref="SecurityLevel.Organizational"/> on.
    /// </summary>
    public OrganizationIdentifier? Issuer { get; }

    /// <summary>
    /// The issuers of other sets that are marked as well, where they are not <see cref="Issuer"/>: two organizations may
    /// rightly mark one name (decisions.md, 9).
    /// </summary>
    public ValueList<OrganizationIdentifier> OtherIssuers { get; } = [];

    /// <summary>The organizations whose endorsement was shown; empty below <see cref="SecurityLevel.Endorsed"/>.</summary>
    public ValueList<OrganizationIdentifier> EndorsedBy { get; } = [];

    /// <summary>The assets that the emblem names.</summary>
    public ValueList<AssetIdentifier> Assets { get; } = [];

    /// <summary>The purposes that the emblem states; null if it states none, or there is no emblem.</summary>
    public Purposes? Purposes { get; }

    /// <summary>
    /// What the sign means in law, for each purpose that the emblem states, in the order of their bits; empty if it states none, or there
    /// is no emblem. It holds where the law applies (<see cref="LawTexts.Caveat"/>), and is worded by <see cref="LawTexts.Version"/>.
    /// </summary>
    public IReadOnlyList<LawSummary> Law => LawTexts.For(Purposes.GetValueOrDefault());

    /// <summary>The first instant at which all that the verdict rests on is valid; null without an emblem.</summary>
    public DateTimeOffset? ValidFrom { get; }

    /// <summary>The first instant at which something that the verdict rests on is no longer valid; null without an emblem.</summary>
    public DateTimeOffset? ValidUntil { get; }

    /// <summary>The instant of judgement, in UTC.</summary>
    public DateTimeOffset At => Verified.At;

    /// <summary>
    /// All findings of the policy and of the deciding set, and what the other sets show. The findings on single tokens stand with the
    /// tokens.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; } = [];

    /// <summary>The tokens of the deciding set.</summary>
    public IReadOnlyList<JudgedToken> Tokens => Deciding?.Set.Tokens ?? [];

    /// <summary>The commitments of the deciding set.</summary>
    public IReadOnlyList<JudgedCommitment> Commitments => Deciding?.Set.Commitments ?? [];

    /// <summary>What was taken as given without a check.</summary>
    public IReadOnlyList<string> Assumptions => Verified.Assumptions;

    /// <summary>What each source said, if emblems were looked for; empty if the caller brought the tokens.</summary>
    public IReadOnlyList<SourceReport> Sources => Verified.Sources;

    /// <summary>Who could have learned of the question, in words: one entry a party; empty if no party was asked.</summary>
    public IReadOnlyList<string> Exposure =>
        [.. Verified.Sources.SelectMany(s => s.Exposure).Concat(Verified.CommitmentExposure).Distinct()];

    /// <summary>
    /// What the policy makes of each set, the best first; empty if nothing was judged (<see cref="FindingCode.ProgramFault"/>).
    /// </summary>
    public IReadOnlyList<SetVerdict> Sets { get; } = [];

    /// <summary>The set that decided; null if nothing was judged.</summary>
    public SetVerdict? Deciding { get; }

    /// <summary>What was verified.</summary>
    public VerifiedTokens Verified { get; }

    /// <summary>The verdict as one JSON object (spec/verdict.md).</summary>
    /// <param name="indented">Whether to write it on several lines.</param>
    public string ToJson(bool indented = false) => VerdictJson.Write(this, indented);

    /// <summary>One sentence that is enough for a reader who reads nothing else.</summary>
    public override string ToString() => Words().ToString();

    /// <summary>The same with its words and what stands in them apart, for translations (<see cref="Finding.Format"/>).</summary>
    public FormattableString ToFormattable() => Words().ToFormattable();

    private FindingText Words() => Outcome switch
    {
        VerdictOutcome.Marked => Marked(),
        VerdictOutcome.NotMarked => Asset is null
            ? FindingText.Of($"Not marked. {Absence()} That is no statement that the asset is unprotected.")
            : FindingText.Of($"Not marked. {Absence()} That is no statement that {Asset} is unprotected."),
        VerdictOutcome.Invalid => FindingText.Of($"Invalid. {Because()}"),
        VerdictOutcome.NotAccepted => FindingText.Of($"Not accepted. {Shown()}. {Because()}"),
        _ => FindingText.Of($"Could not find out. {Because()}"),
    };

    // A message is cut where it is long; its parts are not.
    private object Because() => ReasonText.ToString(CultureInfo.InvariantCulture) == Reason ? ReasonText : Reason;

    private object Absence()
    {
        if (Sources.Count == 0)
        {
            return Because();
        }

        string sources = string.Join("; ", Sources.Select(s => $"{s.Source}: {s.Detail}"));
        return Sources.All(s => s.Authenticated)
            ? FindingText.Of($"Nothing is published: {sources}. DNSSEC proves it.")
            : FindingText.Of($"Nothing is published: {sources}. Nothing proves it (no DNSSEC, or no trusted resolver).");
    }

    private FindingText Shown()
    {
        string purposes = Purposes is { } stated ? PurposeNames.Joined(stated) : "";
        FindingText sign = purposes.Length == 0
            ? FindingText.Of($"Emblem without a stated purpose")
            : FindingText.Of($"{char.ToUpperInvariant(purposes[0]) + purposes[1..]} emblem");
        return Level switch
        {
            SecurityLevel.Signed => Issuer is null
                ? FindingText.Of($"{sign} of a key that names no organization")
                : FindingText.Of($"{sign} that names {Issuer}"),
            SecurityLevel.Endorsed => FindingText.Of($"{sign} of {Issuer}, endorsed by {EndorsedBy}"),
            _ when LevelAtMost > Level => FindingText.Of($"{sign} of {Issuer}; whether others endorse it could not be found out"),
            _ => FindingText.Of($"{sign} of {Issuer}, endorsed by nobody else"),
        };
    }

    private FindingText Marked()
    {
        FindingText first = FindingText.Of($"Marked. {Shown()}; {Expiry()}.");
        FindingText all = OtherIssuers.Count == 0 ? first : FindingText.Of($"{first} Also marked by {OtherIssuers}.");
        return Caveat() is { } caveat ? FindingText.Of($"{all} {caveat}") : all;
    }

    /// <summary>What a reader of one sentence must know beside it; null if there is nothing.</summary>
    internal FindingText? Caveat()
    {
        FindingText? trust = Trusted ? null : EndorsedBy.Count switch
        {
            0 => FindingText.Of($"You named nobody as trusted."),
            1 => FindingText.Of($"The endorser is not one you named."),
            _ => FindingText.Of($"The endorsers are not ones you named."),
        };
        return Assumptions.Count == 0 ? trust
            : trust is null ? FindingText.Of($"Commitments were taken as given, not checked here.")
            : FindingText.Of($"{trust} Commitments were taken as given, not checked here.");
    }

    /// <summary>When the sign ends, as "expires in 29 days"; only where <see cref="ValidUntil"/> is known.</summary>
    internal FindingText Expiry()
    {
        TimeSpan left = ValidUntil!.Value - At;
        return left switch
        {
            _ when left < TimeSpan.Zero => FindingText.Of($"expired within the clock skew allowed"),
            _ when left < TimeSpan.FromMinutes(2) => Seconds((long)left.TotalSeconds),
            _ when left < TimeSpan.FromHours(2) => Minutes((long)left.TotalMinutes),
            _ when left < TimeSpan.FromDays(2) => Hours((long)left.TotalHours),
            _ => Days((long)left.TotalDays),
        };

        static FindingText Seconds(long n) => FindingText.Counting(n, $"expires in {n} second", $"expires in {n} seconds");
        static FindingText Minutes(long n) => FindingText.Counting(n, $"expires in {n} minute", $"expires in {n} minutes");
        static FindingText Hours(long n) => FindingText.Counting(n, $"expires in {n} hour", $"expires in {n} hours");
        static FindingText Days(long n) => FindingText.Counting(n, $"expires in {n} day", $"expires in {n} days");
    }

    private static ValueList<OrganizationIdentifier> OthersThanIssuer(IReadOnlyList<SetVerdict> ranked) => ValueList.From(ranked
        .Where(s => s.Outcome == VerdictOutcome.Marked)
        .Select(s => s.Issuer)
        .OfType<OrganizationIdentifier>()
        .Where(o => o != ranked[0].Issuer)
        .Distinct()
        .OrderBy(o => o.ToString(), StringComparer.Ordinal));

    private Finding Disagreement() => Finding.Warning(
        FindingCode.IssuersDisagree,
        $"Emblems of several issuers are valid here: {Issuer ?? (object)FindingText.Of($"one that names no organization")}, "
            + $"{OtherIssuers}. Two may rightly mark one name; look whether you know each of them.",
        "decisions.md, 9");

    private static IReadOnlyList<Finding> Others(IReadOnlyList<SetVerdict> ranked)
    {
        if (ranked.Count == 1)
        {
            return [];
        }

        var others = default(FindingList);
        foreach (SetVerdict other in ranked.Skip(1))
        {
            if (others.HasRoom(FindingCode.OtherSet))
            {
                others.Add(Describe(other));
            }
        }

        return others.All;
    }

    /// <summary>
    /// The findings on the input. Findings that only say that the input is incomplete are left out unless nothing was shown.
    /// </summary>
    private static IEnumerable<Finding> OfInput(UnverifiedTokens input, Finding? unanswered, bool absent) =>
        input.Findings is not { Count: > 0 } all ? [] : all.Where(f =>
            f.Message != unanswered?.Message && (absent || f.Code is not (FindingCode.AbsenceNotStated or FindingCode.AnswerRead)));

    private static Finding Describe(SetVerdict other) => Finding.Note(
        FindingCode.OtherSet,
        $"Another set of tokens ({other.Set.Name}) shows: {other.Outcome}, {TrustPolicy.Word(other.Set.Level)}. {other.ReasonText}",
        "decisions.md, 9");
}
