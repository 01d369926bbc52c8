namespace DigitalEmblem;

/// <summary>One item of an input, in the place where it stood: a token, a key, or something that could not be read.</summary>
public sealed record InputItem
{
    internal InputItem(int number, string where)
    {
        Number = number;
        Where = where;
    }

    /// <summary>The item's number in the whole input, from 1, in the order of reading.</summary>
    public int Number { get; internal init; }

    /// <summary>Where it stood, for a person: <c>emblem.txt, line 3</c>.</summary>
    public string Where { get; internal init; }

    /// <summary>The source it was found at (<c>IHLE</c>, <c>TXT</c>, <c>well-known</c>); null for files, which are one source together.</summary>
    public string? Source { get; internal init; }

    /// <summary>The token, if it is one.</summary>
    public UnverifiedToken? Token { get; internal init; }

    /// <summary>The public key, if it is one.</summary>
    public VerificationKey? Key { get; internal init; }

    /// <summary>Why it could not be read, if it could not.</summary>
    public TokenFormatException? Fault { get; internal init; }

    /// <summary>The profile of a token, or of what should have been one; null for keys and where it cannot be told.</summary>
    public TokenProfile? Profile { get; internal init; }

    /// <summary>Whether the item stands where only a key may stand (an <c>adem-key</c> record, say).</summary>
    public bool IsKeyItem { get; internal init; }

    /// <summary>The ID of the set it belongs to (TXT records <c>adem-token-ID</c>); null if it names none.</summary>
    public string? SetId { get; internal init; }

    internal InputItem WithToken(TokenProfile profile, Func<UnverifiedToken> read) => With(this with { Profile = profile }, item => item with { Token = read() });

    internal InputItem WithKey(Func<VerificationKey> read) => With(this with { IsKeyItem = true }, item => item with { Key = read() });

    private static InputItem With(InputItem item, Func<InputItem, InputItem> read)
    {
        try
        {
            return read(item);
        }
        catch (TokenFormatException e)
        {
            return item with { Fault = e };
        }
    }
}
