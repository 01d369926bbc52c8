namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>Vectors about the chain of keys (rules 12 to 19).</summary>
internal static class AdemJsChainVectors
{
    public static void Add(AdemJsVectorMaker make)
    {
        make.Accepted(13, "the own endorsement alone", s => s.Tokens.Remove(s.External), AdemJsLevel.Organizational);
        make.Refused(12, "the own endorsement without key", s => s.Own.Claims.Remove("key"), 12, 18);
        make.Refused(12, "key as a whole JWK", s => s.Own.Claims["key"] = AdemJsScene.EmblemKey.Jwk, 18);
        make.Accepted(13, "one key between root and emblem key", s => Between(s, AdemJsScene.MiddleKey));
        make.Refused(13, "two keys between root and emblem key", s => Between(s, AdemJsScene.MiddleKey, AdemJsScene.LowerKey), 18, 18);
        make.Accepted(13, "an own endorsement that leads nowhere", s =>
        {
            s.Keys.Add(AdemJsScene.MiddleKey.Jwk);
            s.Tokens.Add(AdemJsScene.Endorsement(AdemJsScene.MiddleKey, AdemJsScene.LowerKey, AdemJsScene.Society, hasLog: false));
        });
        make.Refused(13, "a second root endorsement after the first", s => SecondRoot(s, first: false), 16, 18);
        make.Accepted(13, "a second root endorsement before the first", s => SecondRoot(s, first: true));
        make.Accepted(13, "the external endorsement before the others", s => s.Tokens.Reverse());
        make.Refused(14, "the external endorsement alone", s => s.Tokens.Remove(s.Own), 18);
        make.Refused(
            14,
            "the root key signs the emblem, and only the external endorsement is there",
            s =>
            {
                s.Tokens.Remove(s.Own);
                s.Emblem.Key = AdemJsScene.RootKey;
                s.Emblem.Header["kid"] = AdemJsScene.RootKey.Identifier;
            },
            18);
        make.Flawed(14, "the external endorsement without log", s => s.External.Claims.Remove("log"), AdemJsLevel.Organizational, 14);
        make.Flawed(15, "the external sub of another", s => s.External.Claims["sub"] = "https://x.example", AdemJsLevel.Organizational, 15);
        make.Flawed(
            15,
            "the external sub with a slash at its end",
            s => s.External.Claims["sub"] = AdemJsScene.Society + "/",
            AdemJsLevel.Organizational,
            15);
        make.Flawed(
            16,
            "the external endorsement of the emblem's key",
            s => s.External.Claims["key"] = AdemJsScene.EmblemKey.Identifier,
            AdemJsLevel.Organizational,
            16);
        make.Refused(17, "the own sub of another", s => s.Own.Claims["sub"] = AdemJsScene.Ministry, 17, 18);
        make.Accepted(18, "no log in the own endorsement, because the external one authenticates its key", s => s.Own.Claims.Remove("log"));
        make.Refused(
            18,
            "no log in the own endorsement, and no external one",
            s =>
            {
                s.Own.Claims.Remove("log");
                s.Tokens.Remove(s.External);
            },
            18,
            18);
        make.Refused(18, "the emblem alone", s => s.Tokens.RemoveRange(1, 2), 18);
        make.Refused(19, "the root key is not committed", s => s.Committed.RemoveAt(0), 19, 18);
        make.Flawed(19, "the ministry's key is not committed", s => s.Committed.RemoveAt(1), AdemJsLevel.Organizational, 19);
        make.Accepted(
            19,
            "the emblem carries a log claim of its own",
            s =>
            {
                s.Emblem.Claims["log"] = s.Own.Claims["log"]!.DeepClone();
                s.Committed.Add((AdemJsScene.Society, AdemJsScene.EmblemKey.Identifier));
                s.Tokens.RemoveRange(1, 2);
            },
            AdemJsLevel.Signed);
    }

    /// <summary>Root, then each key in turn, then the emblem's key.</summary>
    private static void Between(AdemJsScene scene, params AdemJsTestKey[] keys)
    {
        scene.Own.Claims["key"] = keys[0].Identifier;
        for (int i = 0; i < keys.Length; i++)
        {
            AdemJsTestKey next = i + 1 < keys.Length ? keys[i + 1] : AdemJsScene.EmblemKey;
            scene.Keys.Add(keys[i].Jwk);
            scene.Tokens.Add(AdemJsScene.Endorsement(keys[i], next, AdemJsScene.Society, hasLog: false));
        }
    }

    private static void SecondRoot(AdemJsScene scene, bool first)
    {
        AdemJsDraft second = AdemJsScene.Endorsement(AdemJsScene.MiddleKey, AdemJsScene.LowerKey, AdemJsScene.Society, hasLog: true);
        scene.Keys.Add(AdemJsScene.MiddleKey.Jwk);
        scene.Committed.Add((AdemJsScene.Society, AdemJsScene.MiddleKey.Identifier));
        scene.Tokens.Insert(first ? 0 : scene.Tokens.Count, second);
    }
}
