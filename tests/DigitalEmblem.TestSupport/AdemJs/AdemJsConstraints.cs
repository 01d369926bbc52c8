using System.Text.Json;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>
/// The <c>emb</c> claim (rules 10 and 23 to 26): of an emblem what it states, of an endorsement what it permits. <c>wnd</c> is not kept,
/// because adem-js never stores it.
/// </summary>
internal sealed class AdemJsConstraints
{
    private static readonly string[] Words = ["protective", "indicative"];

    private readonly List<AdemJsAsset>? _assets;
    private readonly HashSet<string>? _purposes;
    private readonly HashSet<string>? _channels;

    /// <summary>Reads the claim.</summary>
    public AdemJsConstraints(JsonElement? emb, JsonElement? assets)
    {
        if (assets is { ValueKind: not JsonValueKind.Null } list)
        {
            _assets = list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(a => new AdemJsAsset(a.GetString() ?? throw new AdemJsFaultException(10)))]
                : throw new AdemJsFaultException(10);
        }

        _purposes = KnownWords(emb, "prp");
        _channels = KnownWords(emb, "dst");
    }

    /// <summary>Throws the rule that keeps an endorsement with these constraints from permitting an emblem with those claims.</summary>
    public void Permit(AdemJsConstraints emblem, bool emblemHasAssets)
    {
        if (!emblemHasAssets
            || (_assets is { } mine && emblem._assets?.TrueForAll(a => mine.Exists(m => m.Covers(a))) != true))
        {
            throw new AdemJsFaultException(23);
        }

        Meet(_purposes, emblem._purposes, 24);
        Meet(_channels, emblem._channels, 25);
    }

    private static void Meet(HashSet<string>? permitted, HashSet<string>? stated, int rule)
    {
        if (permitted is not null && !permitted.Overlaps(stated ?? []))
        {
            throw new AdemJsFaultException(rule);
        }
    }

    private static HashSet<string>? KnownWords(JsonElement? emb, string name)
    {
        if (emb is not { ValueKind: JsonValueKind.Object } value || !value.TryGetProperty(name, out JsonElement words))
        {
            return null;
        }

        return words.ValueKind switch
        {
            JsonValueKind.Array => [.. words.EnumerateArray().Select(w => w.ToString()).Where(Words.Contains)],
            JsonValueKind.String => [],
            _ => throw new AdemJsFaultException(10),
        };
    }
}
