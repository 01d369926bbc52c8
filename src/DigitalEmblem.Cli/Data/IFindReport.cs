using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Tells what a search finds.</summary>
internal interface IFindReport
{
    /// <summary>Tells a sign.</summary>
    void Add(FoundSign sign);

    /// <summary>Tells what was read, and the exit code.</summary>
    /// <param name="found">What was read.</param>
    /// <param name="databases">How many databases; null if no server was named.</param>
    /// <param name="exit">The exit code.</param>
    void End(DataFound found, long? databases, int exit);
}
