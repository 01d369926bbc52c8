using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>
/// A set that adem-js accepts at its highest level: an emblem, the society's own endorsement under a committed root key, and an endorsement
/// by a ministry. A vector changes one thing in it.
/// </summary>
internal sealed class AdemJsScene
{
    public const string Society = "https://society.example", Ministry = "https://ministry.example", Asset = "www.society.example";

    public static readonly AdemJsTestKey EmblemKey = new("adem-js emblem"), RootKey = new("adem-js root"),
        MinistryKey = new("adem-js ministry"), MiddleKey = new("adem-js middle"), LowerKey = new("adem-js lower");

    public AdemJsScene()
    {
        Emblem = new AdemJsDraft(EmblemKey, "adem-emb", Society, new JsonObject
        {
            ["ver"] = "v1",
            ["assets"] = new JsonArray(Asset),
            ["emb"] = new JsonObject { ["prp"] = new JsonArray("protective") },
        });
        Own = Endorsement(RootKey, EmblemKey, Society, hasLog: true);
        External = Endorsement(MinistryKey, RootKey, Ministry, hasLog: true);
        Tokens = [Emblem, Own, External];
        Keys = [EmblemKey.Jwk, RootKey.Jwk, MinistryKey.Jwk];
    }

    public AdemJsDraft Emblem { get; }

    public AdemJsDraft Own { get; }

    public AdemJsDraft External { get; }

    public List<AdemJsDraft> Tokens { get; }

    public List<JsonObject> Keys { get; }

    /// <summary>Further TXT records, and those that a vector writes itself.</summary>
    public List<string> Others { get; } = [];

    /// <summary>The committed root keys.</summary>
    public List<(string Issuer, string Key)> Committed { get; } =
        [(Society, RootKey.Identifier), (Ministry, MinistryKey.Identifier)];

    public string AskedAsset { get; set; } = Asset;

    public DateTimeOffset At { get; set; } = new(2026, 12, 1, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Changes the texts of all records at last.</summary>
    public Func<string, string> Last { get; set; } = text => text;

    public static AdemJsDraft Endorsement(AdemJsTestKey by, AdemJsTestKey of, string? issuer, bool hasLog)
    {
        var claims = new JsonObject
        {
            ["ver"] = "v1",
            ["sub"] = Society,
            ["key"] = of.Identifier,
            ["end"] = true,
            ["emb"] = new JsonObject { ["prp"] = new JsonArray("protective") },
        };
        if (hasLog)
        {
            claims["log"] = new JsonArray(new JsonObject
            {
                ["ver"] = "static",
                ["id"] = "S/VS4gBygGfxgAQz2xaHqV0SEqKZdPpWBrsp3yyVR0A=",
                ["index"] = 7,
            });
        }

        return new AdemJsDraft(by, "adem-end", issuer, claims);
    }

    /// <summary>The texts of the records, the keys first.</summary>
    public IReadOnlyList<string> Records() =>
        [.. Keys.Select(k => $"adem-key={k.ToJsonString()}").Concat(Tokens.Select(t => t.ToRecord())).Concat(Others).Select(Last)];
}
