using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Tells what a search finds.</summary>
internal interface IFindReport
{
    /// <summary>Tells a sign.</summary>
    void Add(FoundSign sign);

    /// <summary>Tells what was read, and the exit code.</summary>
    void End(DataFound found, int exit);
}
