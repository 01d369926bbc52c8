using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Data;

/// <summary>How far a search is, for the line on the terminal.</summary>
internal sealed class FindProgress : IProgress<long>
{
    private long _folders;

    public void Report(long value) => Volatile.Write(ref _folders, value);

    public string Line() => $"Looking for signs: {Counted.Of(Volatile.Read(ref _folders), "folder")} read";
}
