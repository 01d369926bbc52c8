using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Encodings;

/// <summary>
/// CBOR from its specification. If one fails, an ill-formed token is read, or a good one with an unusual claim is refused.
/// </summary>
public class CborVectorsTests
{
    /// <summary>Well-formed items that strict reading refuses all the same: none can stand in a token for a reason.</summary>
    private static readonly Dictionary<string, string> RefusedThoughWellFormed = new()
    {
        ["f818"] = "simple(24) was an example of RFC 7049; RFC 8949, 3.3, makes it ill-formed, and its Appendix F lists it so",
    };

    [CorpusFact]
    public void NotWellFormed_EveryItemOfAppendixF_IsRefused()
    {
        int count = 0;
        foreach (JsonElement group in Corpora.Json("cbor/rfc8949_appendix_f.json").GetProperty("groups").EnumerateArray())
        {
            foreach (string item in group.GetProperty("hex").EnumerateArray().Select(i => i.GetString()!))
            {
                count++;
                Assert.False(Reads(item), $"{group.GetProperty("what")}: {item}");
            }
        }

        Assert.Equal(94, count);
    }

    [CorpusFact]
    public void WellFormed_EveryItemOfAppendixA_IsPassedOverOrRefusedByName()
    {
        string[] items = [.. Corpora.Json("cbor/appendix_a.json").EnumerateArray().Select(i => i.GetProperty("hex").GetString()!)];
        Assert.True(items.Length > 70);
        Assert.Equal(RefusedThoughWellFormed.Keys.Order(), items.Where(i => !Reads(i)).Order());
    }

    private static bool Reads(string hex)
    {
        try
        {
            return CborCursor.ReadOne(Convert.FromHexString(hex), cursor =>
            {
                cursor.Skip();
                return true;
            });
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }
}
