namespace DigitalEmblem.Verifier;

/// <summary>What one set of tokens shows. Only verification can change it.</summary>
public sealed class VerifiedSet
{
    private readonly List<JudgedCommitment> _commitments = [];
    private FindingList _findings;
    private Finding? _clockDoubt;
    private HashSet<Finding>? _ofCommitments;
    private JudgedToken[]? _tokens;

    internal VerifiedSet(UnverifiedSet input)
    {
        Input = input;
        Profile = input.Profile;
    }

    /// <summary>A copy that can take further findings; the tokens are shared until one is <see cref="Replaced"/>.</summary>
    internal VerifiedSet(VerifiedSet set)
        : this(set.Input)
    {
        (Level, LevelAtMost, EmblemShown, Emblem, InternalChain) =
            (set.Level, set.LevelAtMost, set.EmblemShown, set.Emblem, set.InternalChain);
        (Endorsers, PossibleEndorsers, Tokens) = (set.Endorsers, set.PossibleEndorsers, set.Tokens);
        _commitments.AddRange(set._commitments);
        _ofCommitments = set._ofCommitments is null ? null : [.. set._ofCommitments];
        _findings = set._findings.Copy();
    }

    /// <summary>The set's name: its profile, and the ID of its TXT records if they have one.</summary>
    public string Name => Input.Name;

    /// <summary>The profile of its tokens.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The level that is shown.</summary>
    public SecurityLevel Level { get; private set; }

    /// <summary>
    /// The highest level that the unanswered questions leave possible; equal to <see cref="Level"/> if there are none (decisions.md, 12).
    /// </summary>
    public SecurityLevel LevelAtMost { get; private set; }

    /// <summary>
    /// Whether an emblem was there at all, or something that could not be read and may have been an emblem. If not, nothing is marked and
    /// nothing is wrong (decisions.md, 11).
    /// </summary>
    public bool EmblemShown { get; internal set; }

    /// <summary>The one emblem; null unless exactly one was accepted.</summary>
    public JudgedToken? Emblem { get; internal set; }

    /// <summary>The endorsements by the emblem's own issuer, root first; empty if there are none.</summary>
    public IReadOnlyList<JudgedToken> InternalChain { get; internal set; } = [];

    /// <summary>The endorsements by other organizations that hold.</summary>
    public IReadOnlyList<JudgedToken> Endorsers { get; internal set; } = [];

    /// <summary>The endorsements by other organizations whose commitments could not be checked; they hold if the commitments do.</summary>
    public IReadOnlyList<JudgedToken> PossibleEndorsers { get; internal set; } = [];

    /// <summary>Every token of the set, in the order of their numbers (<see cref="JudgedToken.Number"/>).</summary>
    public IReadOnlyList<JudgedToken> Tokens { get; internal set; } = [];

    /// <summary>Every commitment that was asked about.</summary>
    public IReadOnlyList<JudgedCommitment> Commitments => _commitments;

    /// <summary>The findings on the set as a whole. The findings on a token stand with the token.</summary>
    public IReadOnlyList<Finding> Findings => _clockDoubt is null ? _findings.All : [_clockDoubt, .. _findings.All];

    /// <summary>The tokens on which the level rests: the emblem, the chain of its issuer, and the endorsers.</summary>
    public IEnumerable<JudgedToken> Grounds => Emblem is null ? [] : [Emblem, .. InternalChain, .. Endorsers];

    /// <summary>What was read.</summary>
    internal UnverifiedSet Input { get; }

    /// <summary>The earliest end of what the level rests on; null without an emblem.</summary>
    internal DateTimeOffset? ValidUntil => Emblem is null ? null : Grounds.Min(t => t.Claims!.Validity.Expires);

    /// <summary>
    /// The set judged later, by as much as the clock may be slow, if that decides (decisions.md, 33); else the set itself.
    /// </summary>
    internal VerifiedSet Shown => Later ?? this;

    /// <summary>The set judged a little later, if it is invalid now and would not be invalid then; else null.</summary>
    internal VerifiedSet? Later { get; private set; }

    /// <summary>An upper bound of the bytes that the set holds in memory beside its items.</summary>
    internal int KeptBytes
    {
        get
        {
            int bytes = (Later?.KeptBytes ?? 0) + DigitalEmblem.KeptBytes.Of(Findings);
            for (int i = 0; i < Tokens.Count; i++)
            {
                bytes += Tokens[i].KeptBytes;
            }

            foreach (JudgedCommitment commitment in _commitments)
            {
                bytes += DigitalEmblem.KeptBytes.Of(commitment.Claim) + DigitalEmblem.KeptBytes.Of(commitment.Evidence);
            }

            return bytes;
        }
    }

    /// <summary>Whether one more finding of this code is listed; if not, it is counted.</summary>
    internal bool HasRoom(FindingCode code) => _findings.HasRoom(code);

    internal void Add(Finding finding) => _findings.Add(finding);

    internal void Add(JudgedCommitment commitment)
    {
        _commitments.Add(commitment);
        foreach (Finding finding in commitment.Evidence.Findings)
        {
            // Many commitments rest on the same list and the same certificates, so each finding is added once.
            if ((_ofCommitments ??= []).Add(finding))
            {
                _findings.Add(finding);
            }
        }
    }

    /// <summary>
    /// Puts a copy in the place of one of its tokens. The token itself belongs to the authenticated set, and must not change.
    /// </summary>
    internal JudgedToken Replaced(JudgedToken token)
    {
        var copy = new JudgedToken(token);
        JudgedToken[] tokens = _tokens ??= [.. Tokens];
        tokens[token.Number - 1] = copy;
        Tokens = tokens;
        return copy;
    }

    internal VerifiedSet Fail(FindingCode code, FindingText message, string clause, int? item = null)
    {
        Add(Finding.Failure(code, message, clause, item));
        return Conclude(EmblemShown ? SecurityLevel.Invalid : SecurityLevel.None);
    }

    /// <summary>The set is wrong now and would not be wrong a little later, so it is not known what it shows.</summary>
    internal void DependsOnTheClock(VerifiedSet later, Finding finding)
    {
        Later = later;
        _clockDoubt = finding;
        Conclude(SecurityLevel.Unknown, later.LevelAtMost);
    }

    internal VerifiedSet Conclude(SecurityLevel level) => Conclude(level, level);

    internal VerifiedSet Conclude(SecurityLevel level, SecurityLevel atMost)
    {
        Level = level;
        LevelAtMost = atMost;
        return this;
    }
}
