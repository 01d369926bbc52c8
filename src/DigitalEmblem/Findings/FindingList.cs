namespace DigitalEmblem;

/// <summary>
/// The findings of one token, set or verdict. The first <see cref="TokenLimits.MaxFindingsOfACode"/> findings of each code are kept in
/// words, and one more states how many follow. Only the messages are limited, never the judgement. Without this limit, one token of 16 KiB
/// could produce thousands of sentences.
/// </summary>
internal struct FindingList
{
    // Null until the first finding: most tokens and sets have none, and then nothing is allocated.
    private List<Finding>? _told;
    private Dictionary<FindingCode, int>? _untold;

    /// <summary>The findings kept in words, and for each code with further findings one that states how many.</summary>
    public readonly IReadOnlyList<Finding> All =>
        _untold is null ? _told ?? (IReadOnlyList<Finding>)[] : [.. _told!, .. _untold.Select(Summary)];

    /// <summary>
    /// Whether a further finding of this code is kept in words. If not, this call counts it, and the caller need not build its message.
    /// </summary>
    public bool HasRoom(FindingCode code)
    {
        int told = 0;
        foreach (Finding finding in _told ?? [])
        {
            told += finding.Code == code ? 1 : 0;
        }

        if (told < TokenLimits.MaxFindingsOfACode)
        {
            return true;
        }

        _untold ??= [];
        _untold[code] = _untold.GetValueOrDefault(code) + 1;
        return false;
    }

    /// <summary>Adds a finding, or counts it.</summary>
    public void Add(Finding finding)
    {
        if (HasRoom(finding.Code))
        {
            (_told ??= []).Add(finding);
        }
    }

    /// <summary>A copy with the same findings.</summary>
    public readonly FindingList Copy() =>
        new() { _told = _told is null ? null : [.. _told], _untold = _untold is null ? null : new(_untold) };

    private readonly Finding Summary(KeyValuePair<FindingCode, int> untold)
    {
        Finding alike = _told!.Find(f => f.Code == untold.Key)!;
        var message = FindingText.Of($"And {untold.Value:N0} more {NounOf(untold.Key)} like these.");
        return alike.Severity switch
        {
            FindingSeverity.Note => Finding.Note(untold.Key, message, alike.Clause),
            FindingSeverity.Warning => Finding.Warning(untold.Key, message, alike.Clause),
            _ => Finding.Failure(untold.Key, message, alike.Clause),
        };
    }

    private static FindingText NounOf(FindingCode code) => code switch
    {
        FindingCode.UnknownClaim or FindingCode.ClaimNotOfKind => "claims",
        FindingCode.UnknownHeader or FindingCode.KeyReferenceIgnored => "header parameters",
        FindingCode.AssetNotRecognized or FindingCode.AssetOutsideIssuerDomain or FindingCode.AssetOutsideScope => "assets",
        FindingCode.OtherSet => "sets",
        FindingCode.CommitmentUnavailable or FindingCode.CommitmentRefuted => "commitments",
        _ => "findings",
    };
}
