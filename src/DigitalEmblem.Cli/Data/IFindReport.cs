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
    /// <param name="found">What was read.</param>
    /// <param name="databases">How many databases; null if no server was named.</param>
    /// <param name="exit">The exit code.</param>
    void End(DataFound found, long? databases, int exit);
}
