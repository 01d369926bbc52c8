namespace DigitalEmblem.Fuzz.Running;

/// <summary>One entry point for bytes from outside, and the invariants that must hold for all input.</summary>
/// <param name="Name">Its name on the command line, and of its folder in <c>fuzz/corpus</c>.</param>
/// <param name="Run">
/// Gives the bytes to the entry point and checks the invariants. It catches exactly the exceptions that the entry point documents; any
/// other is a find.
/// </param>
internal sealed record FuzzTarget(string Name, Action<ReadOnlyMemory<byte>> Run)
{
    /// <summary>Bytes that a run may allocate for an empty input: for options, caches, the message of an exception.</summary>
    public long BaseBytes { get; init; } = 128 << 10;

    /// <summary>Bytes that a run may allocate for each byte of input. The bound is a limit for a reader, not its aim.</summary>
    public long BytesPerByte { get; init; } = 512;

    /// <summary>The greatest length of inputs, in bytes. Longer ones find the same faults, but more slowly.</summary>
    public int MaxLength { get; init; } = 8 << 10;

    /// <summary>Pieces of the format that random changes would not make.</summary>
    public IReadOnlyList<byte[]> Words { get; init; } = [];

    /// <summary>Runs the target on one input, and checks that the memory it allocates is within the bound.</summary>
    /// <param name="input">The input.</param>
    /// <param name="measured">Whether to check the memory; false for the first runs, which also initialize static members.</param>
    /// <exception cref="InvariantBrokenException">An invariant does not hold.</exception>
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
