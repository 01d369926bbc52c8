using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>One item of an input, in the place where it stood: a token, a key, or something that could not be read.</summary>
public sealed record InputItem
{
    private readonly string _where;

    // The position in what _where names, from 1; zero if _where is complete. The text is built only when it is read.
    private readonly int _place;
    private readonly string _kindOfPlace = "";

    internal InputItem(int number, string where)
    {
        Number = number;
        _where = where;
    }

    internal InputItem(int number, string where, string kindOfPlace, int place)
        : this(number, where)
    {
        _kindOfPlace = kindOfPlace;
        _place = place;
    }

    /// <summary>The item's number in the whole input, from 1, in the order of reading.</summary>
    public int Number { get; internal init; }

    /// <summary>Where it stood, for a person: <c>emblem.txt, line 3</c>.</summary>
    public string Where => _place == 0 ? _where : string.Create(CultureInfo.InvariantCulture, $"{_where}{_kindOfPlace} {_place}");

    /// <summary>
    /// The name of the file or the source that it was read from, without its place there. Verdicts name this and no place, because the
    /// order of records has no meaning (decisions.md, 9).
    /// </summary>
    public string Origin => Input ?? Source ?? Where;

    /// <summary>The name of the input that it was read from; null if it was found at a source.</summary>
    internal string? Input { get; set; }

    /// <summary>
    /// The source it was found at (<c>IHLE</c>, <c>TXT</c>, <c>well-known</c>); null for files, which are one source together.
    /// </summary>
    public string? Source { get; internal init; }

    /// <summary>The name at which it stood, where the form says it (the question of an answer that a tool printed); else null.</summary>
    public DomainName? Owner { get; internal init; }

    /// <summary>
    /// Whether it is of no form that is read, and does not claim to be a token either: it is no part of a set, and nothing
    /// is concluded from it (decisions.md, 11).
    /// </summary>
    public bool Unrecognized { get; internal init; }

    /// <summary>The token, if it is one.</summary>
    public UnverifiedToken? Token { get; internal set; }

    /// <summary>The public key, if it is one.</summary>
    public VerificationKey? Key { get; internal set; }

    /// <summary>Why it could not be read, if it could not.</summary>
    public TokenFormatException? Fault { get; internal set; }

    /// <summary>The profile of a token, or of what should have been one; null for keys and where it cannot be told.</summary>
    public TokenProfile? Profile { get; internal set; }

    /// <summary>Whether the item stands where only a key may stand (an <c>adem-key</c> record, say).</summary>
    public bool IsKeyItem { get; internal set; }

    /// <summary>The ID of the set it belongs to (TXT records <c>adem-token-ID</c>); null if it names none.</summary>
    public string? SetId { get; internal init; }

    /// <summary>The same with the JWS in <paramref name="text"/>, or with why it is none.</summary>
    internal InputItem WithJws(string text, TokenLimits limits, VerificationCache cache)
    {
        InputItem item = this with { Profile = TokenProfile.Jws };
        try
        {
            item.Token = text.Length > limits.MaxItemBytes
                ? JwsReader.Read(text, limits)
                : cache.Token(ItemForm.Jws, Encoding.UTF8.GetBytes(text), limits, (_, l) => JwsReader.Read(text, l));
        }
        catch (TokenFormatException e)
        {
            item.Fault = e;
        }

        return item;
    }

    /// <summary>The same with the key in <paramref name="text"/>, or with why it is none.</summary>
    internal InputItem WithKey(ItemForm form, string text, TokenLimits limits, VerificationCache cache, Func<string, VerificationKey> read)
    {
        InputItem item = this with { IsKeyItem = true };
        try
        {
            item.Key = text.Length <= limits.MaxItemBytes
                ? cache.Key(form, Encoding.UTF8.GetBytes(text), _ => read(text))
                : throw new TokenFormatException(
                    $"a key of {text.Length} characters, where {limits.MaxItemBytes} are the limit", fault: FormatFault.LimitExceeded);
        }
        catch (TokenFormatException e)
        {
            item.Fault = e;
        }

        return item;
    }
}
