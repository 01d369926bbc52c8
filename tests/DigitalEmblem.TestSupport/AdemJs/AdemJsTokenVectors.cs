using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>Vectors about single tokens (rules 6 to 11, 20 to 22 and 29).</summary>
internal static class AdemJsTokenVectors
{
    public static void Add(AdemJsVectorMaker make)
    {
        make.Flawed(6, "a record adem-token that is no token", s => s.Others.Add("adem-token=x"), AdemJsLevel.Endorsed, 6);
        make.Refused(7, "the emblem without cty", s => s.Emblem.Header.Remove("cty"), 7, 11);
        make.Refused(7, "cty as a media type", s => s.Emblem.Header["cty"] = "application/adem-emb", 7, 11);
        make.Refused(8, "no record adem-key for the emblem's kid", s => s.Keys.RemoveAt(0), 8, 11);
        make.Refused(
            8,
            "kid and jwk in the header, and no record adem-key",
            s =>
            {
                s.Keys.RemoveAt(0);
                s.Emblem.Header["jwk"] = AdemJsScene.EmblemKey.Jwk;
            },
            8,
            11);
        make.Accepted(8, "jwk alone in the header, and no record adem-key", s =>
        {
            s.Keys.RemoveAt(0);
            s.Emblem.Header.Remove("kid");
            s.Emblem.Header["jwk"] = AdemJsScene.EmblemKey.Jwk;
        });
        make.Accepted(8, "kid beside the jwk of another key", s => s.Emblem.Header["jwk"] = AdemJsScene.MiddleKey.Jwk);
        make.Refused(8, "kid in upper case", s => s.Emblem.Header["kid"] = AdemJsScene.EmblemKey.Identifier.ToUpperInvariant(), 8, 11);
        make.Refused(9, "the emblem without iat", s => s.Emblem.Claims.Remove("iat"), 9, 11);
        make.Refused(9, "the own endorsement without iat", s => s.Own.Claims.Remove("iat"), 9, 18);
        make.Flawed(9, "the external endorsement without iat", s => s.External.Claims.Remove("iat"), AdemJsLevel.Organizational, 9);
        make.Refused(10, "an address in brackets that is none", s => s.Emblem.Claims["assets"]!.AsArray().Add("[2001:db8::1::2]"), 10, 11);
        make.Refused(10, "assets as one text", s => s.Emblem.Claims["assets"] = AdemJsScene.Asset, 10, 11);
        make.Refused(10, "prp as a number", s => s.Emblem.Emb["prp"] = 1, 10, 11);
        make.Refused(11, "no emblem", s => s.Tokens.Remove(s.Emblem), 11);
        make.Refused(11, "two emblems", s => s.Tokens.Add(new AdemJsScene().Emblem), 11);
        make.Flawed(11, "two emblems, one with an unknown kid", SecondWithUnknownKey, AdemJsLevel.Endorsed, 8);
        make.Refused(20, "the emblem's JWK without alg", s => s.Keys[0].Remove("alg"), 20);
        make.Accepted(20, "the emblem's JWK with the alg of another key", s => s.Keys[0]["alg"] = "ES256");
        make.Refused(21, "another signature", s => s.Emblem.After = Altered, 21);
        make.Refused(21, "alg none", s => s.Emblem.Header["alg"] = "none", 21);
        make.Refused(21, "alg Ed25519", s => s.Emblem.Header["alg"] = "Ed25519", 21);
        make.Refused(21, "alg ES256 with an Ed25519 key", s => s.Emblem.Header["alg"] = "ES256", 21);
        make.Refused(21, "a critical header member", s => s.Emblem.Header["crit"] = new JsonArray("exp"), 21);
        make.Refused(21, "four parts", s => s.Emblem.After = token => token + ".AA", 21);
        make.Refused(22, "nbf a second after the instant", s => s.Emblem.Claims["nbf"] = s.At.ToUnixTimeSeconds() + 1, 22);
        make.Accepted(22, "nbf at the instant", s => s.Emblem.Claims["nbf"] = s.At.ToUnixTimeSeconds());
        make.Refused(22, "exp at the instant", s => s.Emblem.Claims["exp"] = s.At.ToUnixTimeSeconds(), 22);
        make.Refused(22, "exp as a text", s => s.Emblem.Claims["exp"] = "1796688000", 22);
        make.Accepted(29, "iat after the instant", s => s.Emblem.Claims["iat"] = s.At.ToUnixTimeSeconds() + 60);
        make.Accepted(29, "no ver", s => s.Tokens.ForEach(t => t.Claims.Remove("ver")));
        make.Accepted(29, "another ver", s => s.Emblem.Claims["ver"] = "v9");
        make.Accepted(29, "members that nothing defines", s =>
        {
            s.Emblem.Claims["x"] = 1;
            s.Emblem.Header["x"] = 1;
        });
        make.Accepted(29, "end false", s => s.Tokens.ForEach(t => t.Claims["end"] = false));
    }

    private static void SecondWithUnknownKey(AdemJsScene scene)
    {
        AdemJsDraft second = new AdemJsScene().Emblem;
        second.Header["kid"] = AdemJsScene.LowerKey.Identifier;
        scene.Tokens.Add(second);
    }

    private static string Altered(string token)
    {
        int at = token.LastIndexOf('.') + 10;
        return $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}";
    }
}
