using System.Text;

namespace DigitalEmblem.Issuer.CheckPage.Naming;

/// <summary>Which script a letter belongs to: ranges of Unicode's Scripts.txt, as far as domain names can hold their letters.</summary>
internal static class Scripts
{
    private static readonly (int First, int Last, Script Script)[] Ranges =
    [
        (0x61, 0x7a, Script.Latin), (0xaa, 0xaa, Script.Latin), (0xba, 0xba, Script.Latin), (0xc0, 0xd6, Script.Latin),
        (0xd8, 0xf6, Script.Latin), (0xf8, 0x2b8, Script.Latin), (0x370, 0x373, Script.Greek), (0x375, 0x37d, Script.Greek),
        (0x386, 0x386, Script.Greek), (0x388, 0x3ff, Script.Greek), (0x400, 0x52f, Script.Cyrillic),
        (0x531, 0x58a, Script.Armenian), (0x5d0, 0x5f2, Script.Hebrew), (0x620, 0x64a, Script.Arabic),
        (0x66e, 0x6d3, Script.Arabic), (0x6fa, 0x6ff, Script.Arabic), (0x750, 0x77f, Script.Arabic), (0x8a0, 0x8ff, Script.Arabic),
        (0x900, 0x963, Script.Devanagari), (0xe01, 0xe3a, Script.Thai), (0x10a0, 0x10ff, Script.Georgian),
        (0x1100, 0x11ff, Script.Hangul), (0x13a0, 0x13fd, Script.Cherokee), (0x1c80, 0x1c8a, Script.Cyrillic),
        (0x1c90, 0x1cbf, Script.Georgian), (0x1e00, 0x1eff, Script.Latin), (0x1f00, 0x1fff, Script.Greek),
        (0x2c60, 0x2c7f, Script.Latin), (0x2d00, 0x2d2d, Script.Georgian), (0x2de0, 0x2dff, Script.Cyrillic),
        (0x3005, 0x3007, Script.Han), (0x3041, 0x309f, Script.Hiragana), (0x30a1, 0x30fa, Script.Katakana),
        (0x30fd, 0x30ff, Script.Katakana), (0x3105, 0x312f, Script.Bopomofo), (0x3400, 0x4dbf, Script.Han),
        (0x4e00, 0x9fff, Script.Han), (0xa640, 0xa69f, Script.Cyrillic), (0xa722, 0xa787, Script.Latin),
        (0xab30, 0xab64, Script.Latin), (0xab70, 0xabbf, Script.Cherokee), (0xac00, 0xd7a3, Script.Hangul),
        (0xf900, 0xfaff, Script.Han), (0x20000, 0x3ffff, Script.Han),
    ];

    // Writing systems that use several scripts (UTS 39, 5.1); Latin stands beside them in everyday names.
    private static readonly Script[][] Together =
    [
        [Script.Latin, Script.Han, Script.Hiragana, Script.Katakana],
        [Script.Latin, Script.Han, Script.Bopomofo],
        [Script.Latin, Script.Han, Script.Hangul],
    ];

    /// <summary>The script of a letter.</summary>
    public static Script Of(Rune letter) =>
        Array.Find(Ranges, r => letter.Value >= r.First && letter.Value <= r.Last).Script;

    /// <summary>Whether a text mixes scripts that no writing system has together.</summary>
    public static bool AreMixed(string text)
    {
        Script[] all = [.. text.EnumerateRunes().Select(Of).Where(s => s != Script.Common).Distinct()];
        return all.Length > 1 && !Together.Any(t => all.All(t.Contains));
    }
}
