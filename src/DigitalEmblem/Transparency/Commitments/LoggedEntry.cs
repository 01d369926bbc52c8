namespace DigitalEmblem;

/// <summary>
/// An entry as a log delivered it, with all that shows that it stands there: leaf, tree head and proof. Nothing of it is verified here;
/// verification does that, each time the entry is used.
/// </summary>
internal sealed class LoggedEntry
{
    /// <exception cref="TokenFormatException">The chain is longer than any: to look for a way through it would take too long.</exception>
    internal LoggedEntry(
        CommitmentEntry entry,
        ulong index,
        LogLeaf leaf,
        IReadOnlyList<ReadOnlyMemory<byte>> chain,
        SignedTreeHead head,
        IReadOnlyList<Sha256Digest> proof)
    {
        if (chain.Count > TransparencyLimits.MaxChainLength)
        {
            throw new TokenFormatException(
                $"a chain of more than {TransparencyLimits.MaxChainLength} certificates", fault: FormatFault.LimitExceeded);
        }

        Entry = entry;
        Index = index;
        Leaf = leaf;
        Chain = chain;
        Head = head;
        Proof = proof;
    }

    /// <summary>The entry that was asked for.</summary>
    public CommitmentEntry Entry { get; }

    /// <summary>The index at which the log says it stands.</summary>
    public ulong Index { get; }

    internal LogLeaf Leaf { get; }

    /// <summary>The certificate or precertificate that was submitted, and those above it; DER.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; }

    internal SignedTreeHead Head { get; }

    internal IReadOnlyList<Sha256Digest> Proof { get; }
}
