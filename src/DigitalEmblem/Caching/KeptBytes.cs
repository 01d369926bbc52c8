namespace DigitalEmblem;

/// <summary>
/// What is held in memory for what was read, estimated from above: caches are bounded in bytes, and an entry that is charged
/// for less than it holds breaks the bound.
/// </summary>
internal static class KeptBytes
{
    // Claims, names and lists of a token beside its bytes, measured with the largest honest tokens and doubled: what
    // hostile ones add is counted below.
    private const int TokenItself = 4096;

    private const int FindingItself = 128, AssetItself = 256, EntryItself = 192, EvidenceItself = 256;

    public static int Of(UnverifiedToken token)
    {
        int bytes = TokenItself + (2 * token.Encoded.Length) + Of(token.Notes);
        return token.Claims switch
        {
            Emblem emblem => bytes + Of(emblem.Assets) + Of(emblem.Channels),
            Endorsement endorsement =>
                bytes + Of(endorsement.Constraints.Assets) + Of(endorsement.Constraints.Channels) + (EntryItself * endorsement.Log.Count),
            _ => bytes,
        };
    }

    public static int Of(IReadOnlyList<Finding> findings)
    {
        int bytes = 0;
        for (int i = 0; i < findings.Count; i++)
        {
            bytes += FindingItself + (2 * findings[i].Message.Length);
        }

        return bytes;
    }

    /// <summary>A question about a commitment. Its key belongs to the input, but the input may be let go.</summary>
    public static int Of(CommitmentClaim claim) => 1024 + (EntryItself * claim.Log.Count);

    public static int Of(CommitmentEvidence evidence)
    {
        int bytes = EvidenceItself + Of(evidence.Reasons) + Of(evidence.Findings);
        foreach (EntryEvidence entry in evidence.Entries)
        {
            bytes += EvidenceItself + EntryItself + (2 * (entry.Reason.Length + (entry.LogName?.Length ?? 0)));
            foreach (CommitmentCheck check in entry.Checks)
            {
                bytes += FindingItself + (2 * check.Detail.Length);
            }
        }

        return bytes;
    }

    private static int Of(ValueList<AssetIdentifier>? assets)
    {
        int bytes = 0;
        for (int i = 0; i < (assets?.Count ?? 0); i++)
        {
            // The text, and the name that is taken from it.
            bytes += AssetItself + (4 * assets![i].ToString().Length);
        }

        return bytes;
    }

    private static int Of(ValueList<string>? texts)
    {
        int bytes = 0;
        for (int i = 0; i < (texts?.Count ?? 0); i++)
        {
            bytes += 32 + (2 * texts![i].Length);
        }

        return bytes;
    }
}
