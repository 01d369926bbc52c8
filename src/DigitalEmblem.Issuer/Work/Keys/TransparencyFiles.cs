namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// The log list and the roots for checking commitments. They are read again when their files have changed, because log lists go out of
/// date while the service runs for months.
/// </summary>
internal sealed class TransparencyFiles(TransparencyOptions options)
{
    private readonly Lock _gate = new();

    private (DateTime Logs, DateTime Roots) _readAt;
    private TransparencyTrust? _trust;

    /// <summary>The content of the files. If a file cannot be read now, its earlier content stays.</summary>
    public TransparencyTrust Trust
    {
        get
        {
            lock (_gate)
            {
                (DateTime, DateTime) written = (WrittenAt(options.LogList), WrittenAt(options.Roots));
                if (_trust is null || written != _readAt)
                {
                    try
                    {
                        (_trust, _readAt) = (Read(), written);
                    }
                    catch (Exception e)
                        when (_trust is not null && (e is IOException or UnauthorizedAccessException or TokenFormatException))
                    {
                        // Keep the earlier content: the file may be half written, and the next call reads it again.
                    }
                }

                return _trust!;
            }
        }
    }

    private static DateTime WrittenAt(string? file) => file is null ? default : File.GetLastWriteTimeUtc(file);

    private TransparencyTrust Read() => new()
    {
        Logs = options.LogList is { } list ? LogListFile.Read(list) : null,
        Roots = options.Roots is null ? RootStore.System : RootStore.Read(File.ReadAllBytes(options.Roots)),
    };
}
