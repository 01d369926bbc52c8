using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace DigitalEmblem.Discovery;

/// <summary>
/// One connection over TCP or TLS. Questions that come during a write go out together in the next write, and one read takes all answers
/// that are there. At tens of thousands a second, one call for each would be the whole cost.
/// </summary>
internal sealed class StreamConnection : IAsyncDisposable
{
    private const int LengthPrefix = 2;
    private const int SweepMilliseconds = 50;

    // Bounds pending writes to a server that stops reading: some thousand questions.
    private const int MaxUnwritten = 1 << 20;

    private readonly Stream _stream;
    private readonly QuestionTable _questions;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly ITimer _sweep;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private byte[] _next = new byte[4096];
    private byte[] _spare = new byte[4096];
    private int _length;
    private bool _writing;
    private long _answered;
    private volatile bool _open = true;
    private volatile bool _ended;
    private volatile bool _hasAnswered;

    public StreamConnection(Stream stream, TimeSpan timeout, RandomBits random, bool recursionDesired = true)
    {
        _stream = stream;
        _timeout = timeout;
        _questions = new QuestionTable(_clock, random, mixCase: false, recursionDesired);
        _answered = _clock.GetTimestamp();
        _reading = Task.Run(ReadAllAsync);
        _sweep = _clock.CreateTimer(
            _ => Sweep(), null, TimeSpan.FromMilliseconds(SweepMilliseconds), TimeSpan.FromMilliseconds(SweepMilliseconds));
    }

    public bool IsOpen => _open;

    /// <summary>Whether it brought an answer to any question.</summary>
    public bool HasAnswered => _hasAnswered;

    public Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        if (_questions.Add(name, type, edns, _timeout, cancellationToken) is not { } question)
        {
            return Task.FromResult(DnsReply.Failed(LookupOutcome.Unreachable));
        }

        Append(question.Query);
        return question.Task;
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
    }

    private void Append(byte[] query)
    {
        bool full, begins = false;
        lock (_gate)
        {
            int end = _length + LengthPrefix + query.Length;
            full = end > MaxUnwritten;
            if (!full)
            {
                if (end > _next.Length)
                {
                    Array.Resize(ref _next, Math.Max(end, 2 * _next.Length));
                }

                BinaryPrimitives.WriteUInt16BigEndian(_next.AsSpan(_length), (ushort)query.Length);
                query.CopyTo(_next, _length + LengthPrefix);
                _length = end;
                (begins, _writing) = (!_writing, true);
            }
        }

        if (full)
        {
            Close();
        }
        else if (begins)
        {
            // Write on another thread, so that questions asked meanwhile go into the same write.
            _ = Task.Run(WriteAllAsync);
        }
    }

    private async Task WriteAllAsync()
    {
        try
        {
            while (true)
            {
                int length;
                lock (_gate)
                {
                    if (_length == 0)
                    {
                        _writing = false;
                        return;
                    }

                    (_next, _spare) = (_spare, _next);
                    (length, _length) = (_length, 0);
                }

                await _stream.WriteAsync(_spare.AsMemory(0, length)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The server closed the connection. Answers that arrived before can still be read after a reset, so reading continues to the
            // end.
            _open = false;
            _questions.TakeNoMore();
        }
    }

    private async Task ReadAllAsync()
    {
        var buffer = new byte[LengthPrefix + ushort.MaxValue];
        int have = 0;
        try
        {
            while (!_ended)
            {
                int read = await _stream.ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                have += read;
                int at = 0;
                while (have - at >= LengthPrefix
                    && BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at)) is var length
                    && have - at >= LengthPrefix + length)
                {
                    if (_questions.Answer(buffer.AsSpan(at + LengthPrefix, length), mayBeForged: false))
                    {
                        _hasAnswered = true;
                        Volatile.Write(ref _answered, _clock.GetTimestamp());
                    }

                    at += LengthPrefix + length;
                }

                buffer.AsSpan(at, have - at).CopyTo(buffer);
                have -= at;
            }
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or AuthenticationException
                or CryptographicException)
        {
            // The connection broke, or TLS did not accept what the server sent.
        }
        finally
        {
            // Close whatever the cause was: every later question would wait in vain on a connection that stays open.
            Close();
        }
    }

    private void Sweep()
    {
        // Close a connection that brought no answer for the whole time of a question, even if neither side closed it. A server that keeps
        // sending octets that answer nothing would otherwise hold it open for ever.
        if (_questions.Sweep() > 0 && _clock.GetElapsedTime(Volatile.Read(ref _answered)) >= _timeout)
        {
            Close();
        }
    }

    private void Close()
    {
        _open = false;
        _ended = true;
        _questions.Close(LookupOutcome.Unreachable);
    }
}
