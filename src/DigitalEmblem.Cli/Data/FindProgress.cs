using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Data;

/// <summary>How far a search is, for the line on the terminal.</summary>
internal sealed class FindProgress : IProgress<long>
{
    private long _folders;
    private long _objects;

    public void Report(long value) => Volatile.Write(ref _folders, value);

    /// <summary>Takes how many objects of stores were listed.</summary>
    public void ReportObjects(long value) => Volatile.Write(ref _objects, value);

    public string Line() => $"Looking for signs: {Counted.Of(Volatile.Read(ref _folders), "folder")} read"
        + (Volatile.Read(ref _objects) is > 0 and var objects ? $", {Counted.Of(objects, "object")} listed" : "");
}
