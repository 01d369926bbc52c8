using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Shows a check of data, while it runs or in the end.</summary>
internal interface ICheckReport
{
    /// <summary>What it has counted so far.</summary>
    CheckTally Tally { get; }

    /// <summary>Takes an entry. The entries come in the order of the manifest, one at a time.</summary>
    void Add(CheckedEntry entry);

    /// <summary>Takes the end, and shows it.</summary>
    void End(DataCheck check);
}
