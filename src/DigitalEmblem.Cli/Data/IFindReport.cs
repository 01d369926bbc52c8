using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Tells what a search finds.</summary>
internal interface IFindReport
{
    /// <summary>How many objects of stores were listed; null if no store was named. Set before the end is told.</summary>
    long? Objects { get; set; }

    /// <summary>Tells a sign.</summary>
    void Add(FoundSign sign);

    /// <summary>Tells what was read, and the exit code.</summary>
    void End(DataFound found, int exit);
}
