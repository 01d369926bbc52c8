using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>Vectors about records (rules 1 to 5).</summary>
internal static class AdemJsRecordVectors
{
    public static void Add(AdemJsVectorMaker make)
    {
        make.Accepted(1, "a set with both endorsements", _ => { });
        make.Accepted(1, "other records at the name", s => s.Others.AddRange(["v=spf1 -all", "adem-note=x", "adem-token="]));
        make.Accepted(1, "records of the drafts beside the set", s => s.Others.Add("adem-emb=eyJ"));
        make.Refused(1, "the emblem in a record adem-emb of the drafts", s => s.Emblem.Name = "adem-emb", 11);
        make.Refused(1, "the emblem's record name in capitals", s => s.Emblem.Name = "ADEM-TOKEN", 11);
        make.Accepted(1, "an ID after each name", s => s.Tokens.ForEach(t => t.Name = "adem-token-a1"));
        make.Accepted(2, "a record as a row of quoted strings", s => s.Last = text => Quoted(text));
        make.Refused(2, "a quoted record with a decimal escape", s => s.Others.Add("\"adem-note=\\065\""), 2);
        make.Refused(3, "a key as base64 SubjectPublicKeyInfo (drafts)", s => s.Others.Add("adem-key=MCowBQYDK2VwAyEA"), 3);
        make.Refused(4, "a key without a coordinate", s => s.Keys.Add(new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519" }), 4);
        make.Accepted(4, "a key that no token names", s => s.Keys.Add(AdemJsScene.MiddleKey.Jwk));
        make.Accepted(5, "different IDs make one set", s =>
        {
            s.Emblem.Name = "adem-token-a";
            s.Own.Name = "adem-token-b";
        });
        make.Refused(
            5,
            "two emblems under different IDs",
            s =>
            {
                s.Emblem.Name = "adem-token-a";
                s.Tokens.Add(new AdemJsScene().Emblem);
                s.Tokens[^1].Name = "adem-token-b";
            },
            11);
    }

    private static string Quoted(string text)
    {
        string Escaped(string part) => $"\"{part.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return $"{Escaped(text[..60])} {Escaped(text[60..])}";
    }
}
