namespace DigitalEmblem.Fuzz.Running;

/// <summary>One door for bytes from outside, and what must hold whatever comes in.</summary>
/// <param name="Name">Its name on the command line, and of its folder in <c>fuzz/corpus</c>.</param>
/// <param name="Run">
/// Hands the bytes to the door and checks the invariants. It catches exactly the exceptions that the door documents; any other is a find.
/// </param>
internal sealed record FuzzTarget(string Name, Action<ReadOnlyMemory<byte>> Run)
{
    /// <summary>Bytes that a run may set aside before the input's length counts: options, caches, the message of an exception.</summary>
    public long BaseBytes { get; init; } = 128 << 10;

    /// <summary>Bytes that a run may set aside for each byte of input. The bound is what a reader may cost, not what it should.</summary>
    public long BytesPerByte { get; init; } = 512;

    /// <summary>The longest input that is made; longer ones find the same, slower.</summary>
    public int MaxLength { get; init; } = 8 << 10;

    /// <summary>Pieces of the format, which chance would not put together.</summary>
    public IReadOnlyList<byte[]> Words { get; init; } = [];

    /// <summary>Runs it on one input, and holds the memory it sets aside to its bound.</summary>
    /// <param name="input">The input.</param>
    /// <param name="measured">False for the first runs, in which static members come to life.</param>
    /// <exception cref="InvariantBrokenException">Something that must hold does not.</exception>
    public void RunOnce(ReadOnlyMemory<byte> input, bool measured = true)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(input);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        long allowed = BaseBytes + (BytesPerByte * input.Length);
        Invariant.Holds(
            !measured || used <= allowed, $"{used} bytes were set aside for an input of {input.Length}; the bound of {Name} is {allowed}");
    }
}
