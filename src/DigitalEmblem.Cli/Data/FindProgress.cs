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

    public Sentence Line()
    {
        Sentence folders = Counted.FoldersRead(Volatile.Read(ref _folders));
        return Volatile.Read(ref _objects) is > 0 and var objects
            ? Sentence.Of($"Looking for signs: {folders}, {Counted.ObjectsListed(objects)}")
            : $"Looking for signs: {folders}";
    }
}
