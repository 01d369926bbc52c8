using System.Buffers.Binary;

namespace DigitalEmblem;

/// <summary>One question under way. In a sweep over UDP whoever waits for it goes on on the thread that brings the answer (inline), else on another.</summary>
internal sealed class Question(byte[] query, long deadline, bool inline, CancellationToken cancellation) : TaskCompletionSource<DnsReply>(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    public byte[] Query { get; } = query;

    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(Query);

    /// <summary>The timestamp at which it is given up.</summary>
    public long Deadline { get; } = deadline;

    public CancellationToken Cancellation { get; } = cancellation;
}
