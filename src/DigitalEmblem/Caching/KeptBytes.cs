namespace DigitalEmblem;

/// <summary>
/// An upper estimate of the memory that is held for what was read. Caches are bounded in bytes, and an entry that is charged for less than
/// it holds breaks the bound.
/// </summary>
internal static class KeptBytes
{
    // Covers claims, names and lists of a token, besides its bytes: twice what the largest honest tokens need. What hostile tokens add is
    // counted below.
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

    /// <summary>
    /// A question about a commitment. Its key is counted too, because the cache may hold the key longer than the input does.
    /// </summary>
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
            // Count the text, and the name that is parsed from it.
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
