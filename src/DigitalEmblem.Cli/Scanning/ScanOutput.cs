using System.Buffers;
using System.Text;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>Where results go: a file, only ever appended to, or standard output. Lines are written whole.</summary>
internal sealed class ScanOutput : IDisposable
{
    private const int Full = 64 * 1024;

    // EPIPE, which FileStream passes on as the exception's HResult.
    private const int BrokenPipe = 32;

    private readonly FileStream? _file;
    private readonly CommandContext _context;
    private readonly ScanFormat _format;
    private readonly IReadOnlyCollection<VerdictOutcome> _only;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * Full);

    private ScanOutput(FileStream? file, CommandContext context, ScanFormat format, IReadOnlyCollection<VerdictOutcome> only)
    {
        _file = file;
        _context = context;
        _format = format;
        _only = only;
    }

    /// <summary>Opens it.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="length">
    /// The length of the file that stays; anything after it, such as half a line, is cut off. Null for a new file.
    /// </param>
    /// <param name="resumable">Whether another run may resume it.</param>
    /// <param name="format">The form.</param>
    /// <param name="only">The outcomes that are written; none for all.</param>
    /// <param name="context">The process.</param>
    public static ScanOutput Open(
        string? file, long? length, bool resumable, ScanFormat format, IReadOnlyCollection<VerdictOutcome> only, CommandContext context)
    {
        FileStream? stream = file is null ? null : OpenFile(file, length, resumable);
        var output = new ScanOutput(stream, context, format, only);
        if (format == ScanFormat.Csv && (length ?? 0) == 0)
        {
            ScanResult.WriteCsvHeader(output._buffer);
        }

        return output;
    }

    /// <summary>The length of the file. Results that are still in memory count only after <see cref="Flush"/>.</summary>
    public long Bytes => _file?.Position ?? 0;

    public void Write(ScanResult result)
    {
        if (_only.Count > 0 && !_only.Contains(result.Outcome))
        {
            return;
        }

        if (_format == ScanFormat.Csv)
        {
            result.WriteCsv(_buffer);
        }
        else
        {
            result.WriteJson(_buffer);
            _buffer.Write("\n"u8);
        }

        if (_buffer.WrittenCount >= Full)
        {
            Flush(toDisk: false);
        }
    }

    /// <summary>Writes the results in memory to the file or to standard output.</summary>
    /// <param name="toDisk">Whether to wait until they are on disk, so that they survive a loss of power.</param>
    /// <exception cref="NobodyReadsException">The output is a pipe, also a named one, whose reader has ended.</exception>
    public void Flush(bool toDisk)
    {
        if (_file is not null)
        {
            WriteTo(_file);
            _file.Flush(toDisk && _file.CanSeek);
        }
        else if (_context.OutPipe is { } pipe)
        {
            WriteTo(pipe);
        }
        else if (_buffer.WrittenCount > 0)
        {
            _context.Out.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
            _context.Out.Flush();
        }

        _buffer.ResetWrittenCount();
    }

    public void Dispose() => _file?.Dispose();

    private void WriteTo(Stream pipe)
    {
        try
        {
            pipe.Write(_buffer.WrittenSpan);
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            throw new NobodyReadsException(e);
        }
    }

    private static UsageException Refused(FileStream stream, Sentence why)
    {
        stream.Dispose();
        return new UsageException(why);
    }

    private static FileStream OpenFile(string file, long? resumed, bool resumable)
    {
        // Lock the file: two scans that write to one file would each cut off the other's results. On Windows FileShare.Read keeps other
        // writers away. Elsewhere only FileShare.None takes an exclusive lock, and only programs that ask for locks respect it.
        FileShare others = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, others, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return resumed is null && !resumable
                ? stream
                : throw Refused(stream, $"'{file}' is a pipe or a device, from which nothing can be taken back: --resume needs a file.");
        }

        if (resumed is null && stream.Length > 0)
        {
            throw Refused(
                stream,
                $"'{file}' exists, and is not overwritten: remove it, or name another file. "
                    + $"To go on with a scan that was stopped, give the --resume FILE that it was started with.");
        }

        long length = resumed ?? 0;
        if (stream.Length < length)
        {
            throw Refused(
                stream,
                $"'{file}' has {stream.Length} bytes, where the state of the scan says {length}: "
                    + $"it is not the output of that scan any more. Start it anew, with another --resume and --out.");
        }

        stream.SetLength(length);
        stream.Position = length;
        return stream;
    }
}
