namespace DigitalEmblem.Verifier;

/// <summary>One token of a set, and what verification made of it.</summary>
public sealed class JudgedToken
{
    // Null until the first finding, because most tokens have none.
    private List<Finding>? _findings;

    internal JudgedToken(InputItem item)
    {
        Item = item;
        Kind = item.Token?.Claims switch
        {
            null => TokenKind.Undecodable,
            DigitalEmblem.Emblem => TokenKind.Emblem,
            _ => TokenKind.Endorsement,
        };
    }

    /// <summary>A copy that can take further findings.</summary>
    internal JudgedToken(JudgedToken token)
    {
        (Item, Kind, Number) = (token.Item, token.Kind, token.Number);
        (Key, UncheckedKey, Accepted) = (token.Key, token.UncheckedKey, token.Accepted);
        _findings = token._findings is null ? null : [.. token._findings];
    }

    /// <summary>The token in its place in the input.</summary>
    public InputItem Item { get; }

    /// <summary>
    /// Its number in its set, from 1, by content: the emblems first, then the endorsements, then what could not be decoded. The order of
    /// records changes no number (decisions.md, 9).
    /// </summary>
    public int Number { get; private set; }

    /// <summary>What it is.</summary>
    public TokenKind Kind { get; }

    /// <summary>What it claims; null if it could not be decoded.</summary>
    public EmblemToken? Claims => Item.Token?.Claims;

    /// <summary>The key that signed it; null unless the signature was verified.</summary>
    public VerificationKey? Key { get; internal set; }

    /// <summary>
    /// The key that would verify it, if this platform could do its algorithm; else null. It is then not known whether the token is signed.
    /// </summary>
    internal VerificationKey? UncheckedKey { get; set; }

    /// <summary>Whether the procedure kept it: signed, in time, and not discarded later.</summary>
    public bool Accepted { get; internal set; }

    /// <summary>
    /// What was found about it, also if it could not be decoded. Findings that follow from the item alone are worded when they are read,
    /// and not kept, because one item may stand in a hundred sets.
    /// </summary>
    public IReadOnlyList<Finding> Findings => Item switch
    {
        { Fault: { } fault } => [Undecodable(fault), .. _findings ?? []],
        { Token: { Notes.Count: > 0 } token } => [.. token.Notes.Select(n => n.About(Number)), .. _findings ?? []],
        _ => _findings ?? (IReadOnlyList<Finding>)[],
    };

    /// <summary>An upper bound of the bytes that it holds in memory beside its item.</summary>
    internal int KeptBytes => 128 + (_findings is null ? 0 : DigitalEmblem.KeptBytes.Of(_findings));

    /// <summary>The codes of the findings for which it was discarded. The findings are not put into words for this.</summary>
    internal IEnumerable<FindingCode> Failures => [
        .. Item.Fault is { } fault ? (FindingCode[])[Authentication.CodeOf(fault)] : [],
        .. (_findings ?? []).Where(f => f.Severity == FindingSeverity.Failure).Select(f => f.Code)];

    internal Emblem Emblem => (Emblem)Claims!;

    internal Endorsement Endorsement => (Endorsement)Claims!;

    /// <summary>Orders the tokens of a set by content, and numbers them.</summary>
    internal static void Order(List<JudgedToken> tokens)
    {
        tokens.Sort(static (a, b) => a.ContentComparedTo(b));
        for (int i = 0; i < tokens.Count; i++)
        {
            tokens[i].Number = i + 1;
        }
    }

    internal void Note(FindingCode code, FindingText message, string clause) => Add(Finding.Note(code, message, clause, Number));

    internal void Warn(FindingCode code, FindingText message, string clause) => Add(Finding.Warning(code, message, clause, Number));

    /// <summary>Discards the token, so that it can neither help another token nor make it fail.</summary>
    internal void Discard(FindingCode code, FindingText message, string clause)
    {
        Accepted = false;
        Add(Finding.Failure(code, message, clause, Number));
    }

    /// <summary>
    /// Whether <paramref name="endorsement"/> endorses <paramref name="token"/>: its <c>key</c> is the key that verifies it, and its
    /// <c>sub</c> the issuer (core-02, validation, step 4).
    /// </summary>
    internal static bool Endorses(JudgedToken endorsement, JudgedToken token) =>
        endorsement.Endorsement.EndorsedKey == token.Key!.IdentifierIn(endorsement.Item.Token!.Profile)
        && endorsement.Endorsement.Subject == token.Claims!.Issuer;

    private int ContentComparedTo(JudgedToken other)
    {
        int order = Place(Kind) - Place(other.Kind);
        if (order == 0)
        {
            order = Item.Token is { } token && other.Item.Token is { } otherToken
                ? token.Encoded.Span.SequenceCompareTo(otherToken.Encoded.Span)
                : string.CompareOrdinal(Item.Fault?.Message, other.Item.Fault?.Message);
        }

        // Tokens that are equal in all that a verdict shows keep the order in which they were read, so that people find them again.
        order = order != 0 ? order : string.CompareOrdinal(Item.Origin, other.Item.Origin);
        return order != 0 ? order : Item.Number - other.Item.Number;
    }

    private static int Place(TokenKind kind) => kind switch
    {
        TokenKind.Emblem => 0,
        TokenKind.Endorsement => 1,
        _ => 2,
    };

    private Finding Undecodable(TokenFormatException fault) =>
        Finding.Failure(Authentication.CodeOf(fault), $"{Printable.Text(Item.Origin)}: {fault.Message}.", Clauses.Step2, Number);

    private void Add(Finding finding) => (_findings ??= []).Add(finding);
}
