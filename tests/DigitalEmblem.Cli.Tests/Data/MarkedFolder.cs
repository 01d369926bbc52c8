namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>A folder of 10,000 small files, marked once; each test puts back what it changes.</summary>
public sealed class MarkedFolder : IDisposable
{
    public const int Files = 10_000;

    public MarkedFolder()
    {
        Scene.AddMany(Files);
        Marked = Scene.Mark();
    }

    internal DataScene Scene { get; } = new();

    internal string Marked { get; }

    public void Dispose() => Scene.Dispose();
}
