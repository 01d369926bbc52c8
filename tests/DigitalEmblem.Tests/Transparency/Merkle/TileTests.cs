using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>Where a tile lies. A wrong path, and a static log looks as if it had not what it has.</summary>
public class TileTests
{
    [CorpusFact]
    public void Path_WorkedExamples_AreAsTheSpecificationHasThem()
    {
        JsonElement[] examples = [.. Corpora.Json("rfc/static_ct_tile_paths.json").GetProperty("tile_index_paths").EnumerateArray()];
        Assert.NotEmpty(examples);
        foreach (JsonElement example in examples)
        {
            ulong index = example.GetProperty("index").GetUInt64();
            string path = example.GetProperty("path").GetString()!;
            Assert.Equal($"tile/0/{path}", Tile.OfHashes(0, index, (index + 1) * Tile.FullWidth).Path());
            Assert.Equal($"tile/data/{path}", Tile.OfEntries(index * Tile.FullWidth, (index + 1) * Tile.FullWidth).Path());
            Assert.Equal($"tile/entries/{path}.p/7", Tile.OfEntries(index * Tile.FullWidth, (index * Tile.FullWidth) + 7).Path("entries"));
            Assert.Equal($"tile/0/{path}", Tile.OfHashes(0, index, (index * Tile.FullWidth) + 7).Filled().Path());
        }
    }

    [CorpusFact]
    public void OfHashes_TreesOfTheSpecification_HaveTheStatedTiles()
    {
        JsonElement[] trees = [.. Corpora.Json("rfc/static_ct_tile_paths.json").GetProperty("tiles_of_a_tree").EnumerateArray()];
        Assert.NotEmpty(trees);
        foreach (JsonElement tree in trees)
        {
            ulong size = tree.GetProperty("tree_size").GetUInt64();
            for (int level = 0; level < 3; level++)
            {
                ulong full = tree.TryGetProperty($"level{level}_full", out JsonElement stated) ? stated.GetUInt64() : 0;
                int partial = tree.TryGetProperty($"level{level}_partial_width", out stated) ? stated.GetInt32() : 0;
                Assert.True(full == 0 || Tile.OfHashes(level, full - 1, size).IsFull);
                Assert.Equal(partial, Tile.OfHashes(level, full, size).Width);
            }
        }
    }

    [CorpusFact]
    public void ReadLeafIndex_ExtensionOfTheSpecification_IsTheStatedIndexBothWays()
    {
        JsonElement example = Corpora.Json("rfc/static_ct_tile_paths.json").GetProperty("leaf_index_extension");
        byte[] extensions = Convert.FromHexString(example.GetProperty("extensions_hex").GetString()!);
        ulong index = example.GetProperty("leaf_index").GetUInt64();

        Assert.Equal(index, SignedCertificateTimestamp.ReadLeafIndex(extensions));
        Assert.Equal(extensions, SignedCertificateTimestamp.LeafIndexExtension(index));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("0000050000000007", 7UL)]
    [InlineData("000005ffffffffff", 0xffffffffffUL)]
    [InlineData("0100010200000500000000ff", 255UL)]
    [InlineData("00000500000000", null)]
    [InlineData("000004000000070000050000000009", 9UL)]
    [InlineData("00000600000000000007", null)]
    [InlineData("ff", null)]
    public void ReadLeafIndex_ExtensionsOfAnyForm_IsTheIndexOrNone(string extensions, ulong? index) =>
        Assert.Equal(index, SignedCertificateTimestamp.ReadLeafIndex(Convert.FromHexString(extensions)));
}
