using System.Text;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>Reads lines of a stream in bounded memory: a line that is longer than any name can be is cut.</summary>
internal sealed class LineReader(Stream stream)
{
    // A name has at most 253 characters; a URL with a name in it, or a name with U-labels, can be longer.
    private const int MaxLine = 2048;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _line = new byte[MaxLine];
    private int _at, _end;

    /// <summary>The next line without its end and the blanks around it; null after the last.</summary>
    /// <param name="stop">Ends the wait for a stream that sends no data.</param>
    public async ValueTask<string?> ReadAsync(CancellationToken stop)
    {
        int length = 0;
        bool any = false, cut = false;
        while (true)
        {
            if (_at == _end)
            {
                // Cancel only the wait: a read from a terminal or a pipe ignores a cancellation token.
                ValueTask<int> reading = stream.ReadAsync(_buffer, CancellationToken.None);
                (_at, _end) = (0, reading.IsCompletedSuccessfully ? reading.Result : await reading.AsTask().WaitAsync(stop));
                if (_end == 0)
                {
                    return any ? Text(length, cut) : null;
                }
            }

            any = true;
            int count = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            ReadOnlySpan<byte> part = _buffer.AsSpan(_at, count < 0 ? _end - _at : count);
            ReadOnlySpan<byte> kept = part[..Math.Min(part.Length, MaxLine - length)];
            kept.CopyTo(_line.AsSpan(length));
            length += kept.Length;
            cut |= kept.Length < part.Length;
            _at += part.Length;
            if (count >= 0)
            {
                _at++;
                return Text(length, cut);
            }
        }
    }

    // A line that was cut gets a mark at its end, because its beginning alone could be a valid name that the whole line does not
    // state.
    private string Text(int length, bool cut) => (Encoding.UTF8.GetString(_line, 0, length) + (cut ? "…" : "")).Trim('\ufeff').Trim();
}
