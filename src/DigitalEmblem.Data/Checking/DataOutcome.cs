namespace DigitalEmblem.Data;

/// <summary>What a check of data found (data-emblem, outcomes). The values are the exit codes of the command.</summary>
public enum DataOutcome
{
    /// <summary>The sign is accepted, and all that it lists was read in this run and is equal.</summary>
    Marked = 0,

    /// <summary>There is no sign, and the whole way was read.</summary>
    NotMarked = 1,

    /// <summary>The sign is malformed or invalid.</summary>
    Invalid = 2,

    /// <summary>It could not be found out: evidence, manifest or a file is missing or could not be read.</summary>
    Indeterminate = 3,

    /// <summary>The policy does not accept the sign, or the data are not those that it was made for.</summary>
    NotAccepted = 4,
}
