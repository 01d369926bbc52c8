using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>Vectors about constraints and assets (rules 23 to 28).</summary>
internal static class AdemJsConstraintVectors
{
    public static void Add(AdemJsVectorMaker make)
    {
        Covered(make, "a name by itself, in capitals", AdemJsScene.Asset, "WWW.Society.example");
        Covered(make, "a name below a wildcard", AdemJsScene.Asset, "*.society.example");
        Covered(make, "the name that a wildcard stands above", "society.example", "*.society.example");
        Covered(make, "a narrower wildcard", "*.www.society.example", "*.society.example");
        NotCovered(make, "a name by the wildcard of every name", AdemJsScene.Asset, "*");
        NotCovered(make, "a name by its parent", AdemJsScene.Asset, "society.example");
        Covered(make, "an address by a prefix", "[2001:db8::1]", "[2001:db8::/32]");
        Covered(make, "an address by another address of its /64", "[2001:db8::1]", "[2001:db8::2]");
        NotCovered(make, "an address by an address of another /64", "[2001:db8::1]", "[2001:db8:0:1::1]");
        NotCovered(make, "a prefix by a longer prefix", "[2001:db8::/32]", "[2001:db8::/48]");
        NotCovered(make, "an IPv4 address by its prefix", "[192.0.2.1]", "[192.0.2.0/24]");
        NotCovered(make, "an IPv6 address in capitals by its prefix", "[2001:DB8::1]", "[2001:db8::/32]");
        make.Accepted(
            24,
            "one of the emblem's two purposes is permitted",
            s => s.Emblem.Emb["prp"] = new JsonArray("protective", "indicative"));
        make.Flawed(
            24,
            "the emblem's purpose is not permitted",
            s => s.Own.Emb["prp"] = new JsonArray("indicative"),
            AdemJsLevel.Signed,
            24);
        make.Flawed(24, "the emblem states no purposes", s => s.Emblem.Claims.Remove("emb"), AdemJsLevel.Signed, 24, 24);
        make.Flawed(
            24,
            "a purpose that adem-js does not know",
            s => s.External.Emb["prp"] = new JsonArray("x"),
            AdemJsLevel.Organizational,
            24);
        make.Accepted(24, "no constraint at all", s => s.Tokens.ForEach(t => t.Claims.Remove("emb")));
        make.Flawed(
            25,
            "a constraint on channels that the emblem meets",
            s =>
            {
                s.External.Emb["dst"] = new JsonArray("dns");
                s.Emblem.Emb["dst"] = new JsonArray("dns");
            },
            AdemJsLevel.Organizational,
            25);
        make.Accepted(25, "channels that the emblem states", s => s.Emblem.Emb["dst"] = new JsonArray("dns"));
        make.Accepted(26, "a window shorter than the emblem's validity", s => s.Own.Emb["wnd"] = 60);
        make.Accepted(28, "an emblem of another asset", s => s.AskedAsset = "other.example", listed: false);
        make.Accepted(28, "the asset in capitals", s => s.AskedAsset = "WWW.society.example", listed: false);
    }

    private static void Covered(AdemJsVectorMaker make, string what, string asset, string constraint) =>
        make.Accepted(23, what, s => Set(s, asset, constraint));

    private static void NotCovered(AdemJsVectorMaker make, string what, string asset, string constraint) =>
        make.Flawed(23, "not: " + what, s => Set(s, asset, constraint), AdemJsLevel.Organizational, 23);

    private static void Set(AdemJsScene scene, string asset, string constraint)
    {
        scene.AskedAsset = asset;
        scene.Emblem.Claims["assets"] = new JsonArray(asset);
        scene.External.Emb["assets"] = new JsonArray(constraint);
    }
}
