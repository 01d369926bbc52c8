namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>
/// Judges TXT records by the rules of adem-js, as spec/jws-profile/adem-js.md states them. It is written from these rules and shares no
/// code with our verifier, so that a test can show what another verifier makes of our sets.
/// </summary>
public sealed class AdemJsRules
{
    private readonly DateTimeOffset _now;
    private readonly Func<string, string, bool> _isCommitted;
    private readonly List<int> _broken = [];
    private readonly HashSet<string> _authenticated = [];

    private AdemJsRules(DateTimeOffset now, Func<string, string, bool> isCommitted)
    {
        _now = now;
        _isCommitted = isCommitted;
    }

    /// <summary>Judges the TXT records of one name.</summary>
    /// <param name="texts">The data of each TXT record.</param>
    /// <param name="now">The time of judgement.</param>
    /// <param name="isCommitted">Whether an issuer (<c>iss</c>) committed to a root key, by its identifier.</param>
    public static AdemJsVerdict Judge(IEnumerable<string> texts, DateTimeOffset now, Func<string, string, bool> isCommitted) =>
        new AdemJsRules(now, isCommitted).Judge(texts);

    private AdemJsVerdict Judge(IEnumerable<string> texts)
    {
        AdemJsRecords records;
        try
        {
            records = AdemJsRecords.Read(texts);
        }
        catch (AdemJsFaultException e)
        {
            return new AdemJsVerdict(AdemJsLevel.Invalid, [e.Rule], []);
        }

        var tokens = new List<AdemJsToken>();
        foreach (string compact in records.Tokens)
        {
            Try(() => tokens.Add(AdemJsToken.Read(compact, records.Keys)));
        }

        if (tokens.FindAll(t => t.IsEmblem) is not [AdemJsToken emblem])
        {
            return new AdemJsVerdict(AdemJsLevel.Invalid, [.. _broken, 11], []);
        }

        AdemJsChain chain = AdemJsChain.Of(emblem, tokens.Where(t => !t.IsEmblem), _broken);
        List<AdemJsToken> external = chain.Own is [AdemJsToken top, ..] ? chain.External.FindAll(t => Holds(t, top)) : [];
        List<AdemJsToken> own = chain.Own.FindAll(t => Try(() => CheckOwn(t, emblem)));
        if (!Try(() => emblem.Verify(_authenticated, _now, _isCommitted)))
        {
            return new AdemJsVerdict(AdemJsLevel.Invalid, _broken, []);
        }

        bool endorsed = external.FindAll(t => Permits(t, emblem)).Count > 0;
        own = own.FindAll(t => Permits(t, emblem));
        AdemJsLevel level = own is not [{ Issuer: not null }, ..] ? AdemJsLevel.Signed
            : endorsed ? AdemJsLevel.Endorsed : AdemJsLevel.Organizational;
        return new AdemJsVerdict(level, _broken, emblem.Assets ?? []);
    }

    private bool Holds(AdemJsToken external, AdemJsToken top) => Try(() =>
    {
        int? rule = !external.HasLog ? 14 : external.Subject != top.Issuer ? 15 : external.EndorsedKey != top.Key.Identifier ? 16 : null;
        if (rule is { } broken)
        {
            throw new AdemJsFaultException(broken);
        }

        external.Verify(_authenticated, _now, _isCommitted);
    });

    private void CheckOwn(AdemJsToken own, AdemJsToken emblem)
    {
        if (own.Subject != emblem.Issuer)
        {
            throw new AdemJsFaultException(17);
        }

        own.Verify(_authenticated, _now, _isCommitted);
    }

    private bool Permits(AdemJsToken endorsement, AdemJsToken emblem) =>
        Try(() => endorsement.Constraints.Permit(emblem.Constraints, emblem.Assets is not null));

    private bool Try(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (AdemJsFaultException e)
        {
            _broken.Add(e.Rule);
            return false;
        }
    }
}
