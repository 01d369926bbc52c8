namespace DigitalEmblem.Discovery;

/// <summary>Reads an RFC 6962 log (4.3 to 4.6): tree head, proof by hash, entry. Each such question tells the log the leaf hash.</summary>
internal sealed class V1LogReader(TransparencyLog log, LogQuestions questions, HeadReader heads)
{
    private static readonly string TellsHash = HandedText.Of($"which leaf hash we want, and so which organization");

    private readonly V1Requests _requests = new(log, questions);

    public async Task<LoggedEntry> FindAsync(CommitmentEntry entry, CancellationToken cancellationToken)
    {
        SignedTreeHead head = await heads.ReadAsync(
            () => _requests.HeadAsync(CancellationToken.None), ProveAsync, cancellationToken).ConfigureAwait(false);
        (ulong index, Sha256Digest[] path) = await _requests.ProofAsync(
            entry.LeafHash!.Value, head.TreeSize, TellsHash, cancellationToken).ConfigureAwait(false);
        (byte[] leafInput, byte[] extraData) = (await _requests.EntriesAsync(
            index, index, TransparencyLimits.MaxAnswerBytes, cancellationToken).ConfigureAwait(false))[0];
        var leaf = LogLeaf.Read(leafInput);
        return new LoggedEntry(entry, index, leaf, ReadChain(leaf, extraData), head, path);
    }

    private async Task<bool> ProveAsync(SignedTreeHead first, SignedTreeHead second)
    {
        Sha256Digest[] proof = first.TreeSize == 0
            ? []
            : await _requests.ConsistencyAsync(first.TreeSize, second.TreeSize, CancellationToken.None).ConfigureAwait(false);
        return MerkleTree.VerifyConsistency(first.TreeSize, first.RootHash, second.TreeSize, second.RootHash, proof);
    }

    // RFC 6962, 4.6: extra_data is the chain that was submitted; for a precertificate, the precertificate itself stands before the chain.
    private static List<ReadOnlyMemory<byte>> ReadChain(LogLeaf leaf, byte[] extraData)
    {
        var reader = new TlsReader(extraData);
        List<ReadOnlyMemory<byte>> chain = [leaf.IsPrecertificate ? reader.Opaque24().ToArray() : leaf.Content];
        var rest = new TlsReader(reader.Opaque24());
        reader.End();
        while (!rest.AtEnd)
        {
            chain.Add(rest.Opaque24().ToArray());
            if (chain.Count > TransparencyLimits.MaxChainLength)
            {
                throw new TokenFormatException(
                    $"a chain of more than {TransparencyLimits.MaxChainLength} certificates", fault: FormatFault.LimitExceeded);
            }
        }

        return chain;
    }
}
