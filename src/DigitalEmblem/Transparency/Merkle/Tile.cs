using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// The place of a tile in a tiled log (static-ct-api; C2SP tlog-tiles): 256 hashes of one level in eight, or 256 entries. The last one of a
/// level may be partial: then it holds the first <see cref="Width"/> only.
/// </summary>
internal readonly record struct Tile
{
    /// <summary>Hashes in a whole tile.</summary>
    public const int FullWidth = 256;

    private const int LevelBits = 8;

    private Tile(int level, ulong index, int width)
    {
        Level = level;
        Index = index;
        Width = width;
    }

    /// <summary>
    /// The tile's level: its hashes each stand for 256^<see cref="Level"/> leaves. -1 is the level of the entries themselves.
    /// </summary>
    public int Level { get; }

    /// <summary>Its index in its level, from 0.</summary>
    public ulong Index { get; }

    /// <summary>How many hashes or entries it holds: 1 to 256.</summary>
    public int Width { get; }

    public bool IsFull => Width == FullWidth;

    /// <summary>The hash tile with an index, as wide as a tree of this size has it.</summary>
    public static Tile OfHashes(int level, ulong index, ulong treeSize) =>
        new(level, index, WidthIn(treeSize >> (LevelBits * level), index));

    /// <summary>The tile of entries in which a leaf stands.</summary>
    public static Tile OfEntries(ulong leafIndex, ulong treeSize) =>
        new(-1, leafIndex / FullWidth, WidthIn(treeSize, leafIndex / FullWidth));

    /// <summary>The same tile, once the tree has filled it.</summary>
    public Tile Filled() => new(Level, Index, FullWidth);

    /// <summary>The path below the log's prefix, as <c>tile/0/x001/234.p/5</c>.</summary>
    /// <param name="entries">How the log calls its tiles of entries: <c>data</c> in static-ct-api.</param>
    public string Path(string entries = "data")
    {
        string name = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (ulong rest = Index / 1000; rest > 0; rest /= 1000)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{name}");
        }

        string level = Level < 0 ? entries : Level.ToString(CultureInfo.InvariantCulture);
        return IsFull ? $"tile/{level}/{name}" : string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{name}.p/{Width}");
    }

    private static int WidthIn(ulong count, ulong index) => count / FullWidth > index ? FullWidth : (int)(count % FullWidth);
}
