using System.Text;

namespace DigitalEmblem;

/// <summary>One TXT record of the JWS profile (spec/jws-profile.md): <c>adem-token[-ID]=JWS</c>, <c>adem-key[-ID]={JWK}</c>, and the forms of drafts and of earlier deployments.</summary>
internal static class TxtRecord
{
    private static readonly string[] TokenNames = ["adem-token", "adem-emb", "adem-end", "adem"];
    internal const string KeyName = "adem-key";

    /// <summary>Whether the record is about emblems at all; a name has other TXT records too.</summary>
    public static bool Concerns(string value) => Split(value) is not null;

    /// <summary>Reads the record as an item of its set.</summary>
    /// <param name="value">The strings of the record, joined.</param>
    /// <param name="item">The item to fill in: where it stands, and its number.</param>
    /// <param name="limits">Limits on its size.</param>
    /// <param name="cache">What was read before.</param>
    public static InputItem Read(string value, InputItem item, TokenLimits limits, VerificationCache cache)
    {
        (string name, string? id, string content) = Split(value) ?? throw new ArgumentException("Not a record of an emblem.", nameof(value));
        InputItem read = name != KeyName ? item.WithJws(content, limits, cache)
            : content.StartsWith('{') ? item.WithKey(ItemForm.Jwk, content, limits, cache, VerificationKey.FromJwk)
            : item.WithKey(ItemForm.SubjectPublicKeyInfo, content, limits, cache, ReadSpki);
        return read with { SetId = id };
    }

    private static (string Name, string? Id, string Content)? Split(string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return null;
        }

        string label = value[..equals].Trim();
        string content = value[(equals + 1)..].Trim();
        foreach (string name in (string[])[KeyName, .. TokenNames])
        {
            if (label == name)
            {
                return (name, null, content);
            }

            if (name != "adem" && label.Length > name.Length + 1 && label.StartsWith(name + "-", StringComparison.Ordinal))
            {
                return (name, label[(name.Length + 1)..], content);
            }
        }

        return null;
    }

    private static VerificationKey ReadSpki(string base64)
    {
        byte[] der = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, der, out int length)
            ? VerificationKey.FromSubjectPublicKeyInfo(der.AsSpan(0, length))
            : throw new TokenFormatException("neither a JWK nor base64");
    }
}
