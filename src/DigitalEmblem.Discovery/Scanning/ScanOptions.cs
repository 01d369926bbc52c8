namespace DigitalEmblem.Discovery;

/// <summary>How a <see cref="NameScan"/> runs. It bounds its memory, whatever the length of the input.</summary>
public sealed record ScanOptions
{
    /// <summary>
    /// How many names may be looked up at once; 1 to 4096. The look-up bounds how many questions a server then sees at once.
    /// </summary>
    public int NamesUnderWay { get; init; } = 256;

    /// <summary>
    /// How many results may wait for one that was asked before them, so that they come in the order of the input. A result of more than a
    /// kilobyte counts as several. At least <see cref="NamesUnderWay"/>, at most 1,048,576.
    /// </summary>
    public int Window { get; init; } = 65_536;

    internal ScanOptions Checked()
    {
        if (NamesUnderWay is < 1 or > 4096)
        {
            throw new ArgumentException("1 to 4096 names may be looked up at once.");
        }

        return Window >= NamesUnderWay && Window <= 1 << 20
            ? this
            : throw new ArgumentException("The window holds at least the names that are looked up at once, and at most 1,048,576.");
    }
}
