using System.Buffers;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// One TXT record of the JWS profile (spec/jws-profile.md): <c>adem-token[-ID]=JWS</c>, <c>adem-key[-ID]={JWK}</c>, and the forms of drafts
/// and of earlier deployments. Names are exact. A record that is plainly meant to
/// be one, and was stored otherwise, claims to be a token that cannot be read (decisions.md, 11): it is never passed over as a record of
/// other things.
/// </summary>
internal static class TxtRecord
{
    private static readonly string[] TokenNames = ["adem-token", "adem-emb", "adem-end", "adem"];
    internal const string KeyName = "adem-key";

    private static readonly SearchValues<char> InPlaceOfEquals = SearchValues.Create(" \t:;,\uff1a\uff1d");

    // In a record that is meant for an emblem, the name with its ID, and all that stands before it, is never longer.
    private const int LongestLabel = 300;

    /// <summary>Whether the record is about emblems at all; a name has other TXT records too.</summary>
    public static bool Concerns(string value) => Split(value) is not null;

    /// <summary>Reads the record as an item of its set.</summary>
    /// <param name="value">The strings of the record, joined.</param>
    /// <param name="item">The item to fill in: where it stands, and its number.</param>
    /// <param name="limits">Limits on its size.</param>
    /// <param name="cache">What was read before.</param>
    public static InputItem Read(string value, InputItem item, TokenLimits limits, VerificationCache cache)
    {
        (string name, string? id, string content, string? fault) = Split(value)
            ?? throw new ArgumentException("Not a record of an emblem.", nameof(value));
        InputItem read = fault is not null ? Unreadable(item, fault)
            : name != KeyName ? item.WithJws(content, limits, cache)
            : content.StartsWith('{') ? item.WithKey(ItemForm.Jwk, content, limits, cache, VerificationKey.FromJwk)
            : item.WithKey(ItemForm.SubjectPublicKeyInfo, content, limits, cache, ReadSpki);
        return read with { SetId = id };
    }

    /// <summary>Reads the data of a record as received.</summary>
    /// <param name="data">The data.</param>
    /// <param name="item">The item to fill in.</param>
    /// <param name="limits">Limits on its size.</param>
    /// <param name="cache">What was read before.</param>
    /// <param name="text">What it says, for a person.</param>
    /// <returns>The item; null if the record is about other things.</returns>
    public static InputItem? TryRead(
        ReadOnlyMemory<byte> data, InputItem item, TokenLimits limits, VerificationCache cache, out string text)
    {
        if (CharacterStrings.Join(data.Span) is { } whole)
        {
            text = whole;
            return Concerns(whole) ? Read(whole, item, limits, cache)
                : IsBareToken(whole)
                    ? Unreadable(item, "the name and '=' are missing before the token: write 'adem-token=' and then the token")
                : null;
        }

        text = CharacterStrings.Latin1(data.Span);
        return Split(text) is { } split
            ? Unreadable(item, CharacterStrings.IsWellFormed(data.Span)
                ? "it holds an octet that is not UTF-8: it was damaged when it was stored"
                : "the lengths of its character-strings do not fit") with
            {
                SetId = split.Id
            }
            : null;
    }

    /// <summary>
    /// The item of a record that claims to be a token, and cannot be read. A key that was stored wrongly is one too, because its intended
    /// kind is not known.
    /// </summary>
    private static InputItem Unreadable(InputItem item, string why) =>
        item with { Profile = TokenProfile.Jws, Fault = new TokenFormatException($"an emblem's record that was stored wrongly: {why}") };

    /// <summary>
    /// Whether the value is a token of an emblem and nothing else. A JWS of another application does not concern emblems.
    /// </summary>
    private static bool IsBareToken(string value) =>
        value.AsSpan().Trim() is var token && token.Count('.') == 2 && JwsCompact.HasHeaderOfEmblem(token);

    private static (string Name, string? Id, string Content, string? Fault)? Split(string value) =>
        SplitAtEquals(value) ?? SplitElsewhere(value);

    /// <summary>A record that begins with one of our names and has no '=' after it. The oldest name, 'adem', is a word in other records
    /// too.</summary>
    private static (string Name, string? Id, string Content, string? Fault)? SplitElsewhere(string value)
    {
        ReadOnlySpan<char> beginning = value.AsSpan(0, Math.Min(value.Length, LongestLabel));
        if (!beginning.Contains("adem-", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string text = string.Concat(value.Where(c => !IsNothing(c))).Trim();
        int end = text.AsSpan().IndexOfAny(InPlaceOfEquals);
        string label = end < 0 ? text : text[..end];
        return Named(label, StringComparison.OrdinalIgnoreCase) is { Name: not "adem" } named
            ? (named.Name, named.Id, "", $"{(end < 0 ? "nothing" : "no '='")} follows '{label}': write '{named.Name}=' and then the value")
            : null;
    }

    private static (string Name, string? Id, string Content, string? Fault)? SplitAtEquals(string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals is < 0 or > LongestLabel)
        {
            return null;
        }

        string content = value[(equals + 1)..].Trim();
        if (Named(value.AsSpan(0, equals), StringComparison.Ordinal) is { } exact)
        {
            return (exact.Name, exact.Id, content, null);
        }

        if (!value.AsSpan(0, equals).Contains("adem", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string meant = string.Concat(
            value[..equals].Where(c => !IsNothing(c)).Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation ? '-' : c))
            .Trim();
        return Named(meant, StringComparison.OrdinalIgnoreCase) is { } named
            ? (named.Name, named.Id, content, Fault(value[..equals], named.Name))
            : null;
    }

    /// <summary>The name and the ID, if the label is one of ours.</summary>
    private static (string Name, string? Id)? Named(ReadOnlySpan<char> label, StringComparison comparison)
    {
        if (!label.StartsWith("adem", comparison))
        {
            return null;
        }

        foreach (string name in (string[])[KeyName, .. TokenNames])
        {
            if (label.Equals(name, comparison))
            {
                return (name, null);
            }

            if (name != "adem" && label.Length > name.Length && label[name.Length] == '-' && label.StartsWith(name, comparison))
            {
                string id = label[(name.Length + 1)..].ToString();
                // An exact name without an ID after its hyphen is stored wrongly: null here lets the tolerant comparison report it.
                return id.Length > 0 ? (name, id) : comparison == StringComparison.Ordinal ? null : (name, null);
            }
        }

        return null;
    }

    /// <summary>Whether a character of a name is there by mistake: a quotation mark, what escapes one, or what does not show.</summary>
    private static bool IsNothing(char c) =>
        IsQuotation(c) || c == '\\' || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool IsQuotation(char c) =>
        c is '"' or '\'' or '`' or '\u00b4' or '\u201a' or '\u201e'
        || char.GetUnicodeCategory(c) is UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static string Fault(string label, string name) =>
        label.Any(IsQuotation) ? "quotation marks stand around its value, and are a part of it. Zone files need them, a provider's form "
            + "often does not: enter the value without them"
        : label.TrimEnd('-').Equals(name, StringComparison.Ordinal) && label.EndsWith('-')
            ? $"nothing stands between '{name}-' and '=', where an ID should: write '{name}='"
        : label.Any(char.IsAsciiLetterUpper) ? $"'{name}' has to be written in lower case"
        : $"the name before '=' has to be '{name}' exactly: spaces, invisible characters, or dashes that are no "
            + "hyphens stand there as well";

    private static VerificationKey ReadSpki(string base64)
    {
        byte[] der = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, der, out int length)
            ? VerificationKey.FromSubjectPublicKeyInfo(der.AsSpan(0, length))
            : throw new TokenFormatException("neither a JWK nor base64");
    }
}
