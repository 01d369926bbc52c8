using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>The names to scan: a file or a stream, read once, a line at a time.</summary>
internal sealed class ScanInput : IDisposable
{
    private readonly Stream _stream;
    private readonly LineReader _reader;
    private long _line;

    private ScanInput(Stream stream) => (_stream, _reader) = (stream, new LineReader(stream));

    /// <summary>The digest of the whole input; null for a stream, which cannot be read twice.</summary>
    public string? Digest { get; private init; }

    /// <summary>How many lines there are, comments included; null for a stream.</summary>
    public long? Lines { get; private init; }

    public static ScanInput Open(string file, CommandContext context)
    {
        if (file == Files.StandardInput)
        {
            return context.InputIsRedirected
                ? new ScanInput(context.OpenInput())
                : throw new UsageException($"Standard input is the terminal: name a file, or pipe names into the command.");
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"'{file}' is a folder: name a file with one name a line.");
        }

        context.FilesRead.Add(file);
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return new ScanInput(stream);
        }

        (string digest, long lines) = Measure(stream);
        stream.Position = 0;
        return new ScanInput(stream) { Digest = digest, Lines = lines };
    }

    /// <summary>Skips lines that were answered before.</summary>
    /// <param name="last">The last of them.</param>
    /// <param name="each">Is called for each of them.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task SkipAsync(long last, Action<ScanLine> each, CancellationToken stop)
    {
        while (_line < last && await NextAsync(stop) is { } line)
        {
            each(line);
        }
    }

    /// <summary>Adds a line to the digest of all lines so far. The digest shows whether a stream begins with the same lines.</summary>
    public static void Chain(IncrementalHash chain, ScanLine line) =>
        chain.AppendData(Encoding.UTF8.GetBytes($"{line.Number} {line.Text}\n"));

    /// <summary>
    /// The remaining lines. They end when <paramref name="stop"/> is requested, so that lines that were read are still answered.
    /// </summary>
    public async IAsyncEnumerable<ScanLine> ReadAsync(
        CancellationToken stop, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Listen to both tokens: a scan that ends with a fault must not wait for a stream that sends no data.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, cancellationToken);
        while (!either.IsCancellationRequested)
        {
            ScanLine? line;
            try
            {
                line = await NextAsync(either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                yield break;
            }

            if (line is null)
            {
                yield break;
            }

            yield return line;
        }
    }

    public void Dispose() => _stream.Dispose();

    private async ValueTask<ScanLine?> NextAsync(CancellationToken stop)
    {
        while (await _reader.ReadAsync(stop) is { } text)
        {
            _line++;
            if (text.Length > 0 && text[0] != '#')
            {
                return new ScanLine(_line, text, HostName.TryParse(text, out DomainName? name, out _) ? name : null);
            }
        }

        return null;
    }

    private static (string Digest, long Lines) Measure(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        long lines = 0;
        byte last = (byte)'\n';
        for (int read; (read = stream.Read(buffer)) > 0; last = buffer[read - 1])
        {
            hash.AppendData(buffer, 0, read);
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return (Convert.ToHexStringLower(hash.GetCurrentHash()), last == '\n' ? lines : lines + 1);
    }
}
