using System.Buffers.Binary;

namespace DigitalEmblem.Discovery;

/// <summary>
/// One question under way. In bulk mode over UDP, its continuation runs on the thread that brings the answer (inline); otherwise it runs on
/// another thread.
/// </summary>
internal sealed class Question(byte[] query, long deadline, bool inline, CancellationToken cancellationToken)
    : TaskCompletionSource<DnsReply>(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    public byte[] Query { get; } = query;

    public ushort Id => BinaryPrimitives.ReadUInt16BigEndian(Query);

    /// <summary>The timestamp at which it is given up.</summary>
    public long Deadline { get; } = deadline;

    public CancellationToken Cancellation { get; } = cancellationToken;

    /// <summary>
    /// Why a message with the right id and question could not be read, if one came; it may have been a forgery, so the wait continues.
    /// </summary>
    public string? Unreadable { get; set; }

    /// <summary>
    /// Whether a message came that was right, but repeated the question in one case; it may have been a forgery, so the wait continues.
    /// </summary>
    public bool HasOneCase { get; set; }

    /// <summary>The result when its time is up.</summary>
    public DnsReply Over() =>
        (Unreadable is { } why ? DnsReply.Failed(LookupOutcome.Malformed, why) : DnsReply.Failed(LookupOutcome.TimedOut)) with
        {
            HasOneCase = HasOneCase
        };
}
