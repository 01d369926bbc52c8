namespace DigitalEmblem.Data;

/// <summary>
/// The manifests of a volume, of which some are open at a time. One that is opened again may have been replaced: each page is checked
/// against its head, so that nothing else is read in its place.
/// </summary>
/// <param name="open">Opens the manifest of a root.</param>
internal sealed class VolumeFiles(Func<DataRoot, Stream> open) : IDisposable
{
    private readonly Dictionary<long, Stream> _open = [];
    private readonly Queue<long> _order = new();

    /// <summary>Reads bytes of a manifest.</summary>
    /// <exception cref="DataFormatException">It ends before.</exception>
    /// <exception cref="IOException">It could not be opened or read.</exception>
    public void Read(Generation generation, long position, Span<byte> bytes) => ManifestReader.Read(Of(generation), position, bytes);

    public void Dispose()
    {
        foreach (Stream stream in _open.Values)
        {
            stream.Dispose();
        }

        _open.Clear();
        _order.Clear();
    }

    private Stream Of(Generation generation)
    {
        if (_open.TryGetValue(generation.Number, out Stream? stream))
        {
            return stream;
        }

        if (_open.Count == DataLimits.MaxOpenManifests && _open.Remove(_order.Dequeue(), out Stream? oldest))
        {
            oldest.Dispose();
        }

        stream = open(generation.Root);
        _open.Add(generation.Number, stream);
        _order.Enqueue(generation.Number);
        return stream;
    }
}
