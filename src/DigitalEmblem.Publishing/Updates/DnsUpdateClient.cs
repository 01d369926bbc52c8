using DigitalEmblem.Discovery;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Publishing;

/// <summary>
/// Sends updates (RFC 2136) to one name server, signed with a key (RFC 8945), over TCP: over UDP an update could arrive twice or late, and
/// sets of tokens are too large for it. A connection that brought an answer is kept for the next update, for two seconds at most; updates
/// at the same time have connections of their own. An update is never sent again automatically, because only the caller knows whether
/// that is right. Safe for concurrent use.
/// </summary>
public sealed class DnsUpdateClient : IDisposable
{
    /// <summary>How long connecting may take, and then an answer, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private const int LengthPrefix = 2;

    // Bounds how many messages that answer something else are skipped.
    private const int MaxMessages = 16;

    private readonly IPEndPoint _server;
    private readonly TsigKey? _key;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly KeptConnections _kept;

    /// <summary>A client for one server. Connects when it sends.</summary>
    /// <param name="server">The zone's primary server, or one that passes updates on to it.</param>
    /// <param name="key">
    /// The key that signs; null for none. Without a key, every party on the way can alter the update, and answer in the server's place.
    /// </param>
    /// <param name="timeout">
    /// How long connecting may take, and then an answer; more than zero, at most five minutes; null for <see cref="DefaultTimeout"/>.
    /// </param>
    /// <param name="clock">The clock that updates are signed by; null for the system's. It must be right to five minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is out of its range.</exception>
    public DnsUpdateClient(IPEndPoint server, TsigKey? key = null, TimeSpan? timeout = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        _timeout = timeout ?? DefaultTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_timeout, TimeSpan.Zero, nameof(timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_timeout, TimeSpan.FromMinutes(5), nameof(timeout));
        _server = server;
        _key = key;
        _clock = clock ?? TimeProvider.System;
        _kept = new KeptConnections(_clock);
    }

    /// <summary>
    /// Sends an update and waits for what the server says. Failures of servers and networks are outcomes, not exceptions.
    /// </summary>
    /// <param name="update">The update.</param>
    /// <param name="cancellationToken">
    /// Ends the wait. What was sent by then may have taken effect, as with <see cref="DnsUpdateOutcome.Unknown"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The update asks for nothing, or is too long for a message (<see cref="DnsUpdate.EncodedLength"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public async Task<DnsUpdateResult> SendAsync(DnsUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.EncodedLength(_key) is var length and > DnsUpdate.MaxLength)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The update is {length} bytes long, and a DNS message has {DnsUpdate.MaxLength} at most: "
                        + $"put fewer names into one update."),
                nameof(update));
        }

        if (update.IsEmpty)
        {
            throw new ArgumentException("The update asks for nothing: neither a change nor a check.", nameof(update));
        }

        (NetworkStream? stream, DnsUpdateResult? failure) = _kept.Take() is { } kept
            ? (kept, null)
            : await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            return failure!;
        }

        bool isKept = false;
        try
        {
            (DnsUpdateResult result, isKept) = await SendAsync(update, stream, cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            if (isKept)
            {
                _kept.Keep(stream);
            }
            else
            {
                // An answer may still come over it, which would be taken for that of the next update.
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes the connections that are kept. An update that is under way goes on.</summary>
    public void Dispose() => _kept.Dispose();

    private async Task<(NetworkStream? Stream, DnsUpdateResult? Failure)> ConnectAsync(CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var connecting = new Patience(_timeout, _clock, cancellationToken);
            await socket.ConnectAsync(_server, connecting.Token).ConfigureAwait(false);
            return (new NetworkStream(socket, ownsSocket: true), null);
        }
        catch (Exception e) when (e is SocketException
            || OwnLack.Of(e) is not null
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket?.Dispose();
            return (null, NotReached(OwnLack.Of(e) is { } lack ? lack
                : e is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "nothing listens there"
                : e is SocketException s ? s.SocketErrorCode.ToString()
                : "no answer in time"));
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <returns>What came of it, and whether the connection can be used again.</returns>
    private async Task<(DnsUpdateResult Result, bool IsUsable)> SendAsync(
        DnsUpdate update, NetworkStream stream, CancellationToken cancellationToken)
    {
        var sent = SentUpdate.Of(update, _key, _clock.GetUtcNow());
        string? why = null;
        try
        {
            using var answering = new Patience(_timeout, _clock, cancellationToken);
            await stream.WriteAsync(
                (byte[])[(byte)(sent.Message.Length >> 8), (byte)(sent.Message.Length & 0xff), .. sent.Message],
                answering.Token).ConfigureAwait(false);
            var prefix = new byte[LengthPrefix];
            for (int i = 0; i < MaxMessages; i++)
            {
                await stream.ReadExactlyAsync(prefix, answering.Token).ConfigureAwait(false);
                var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
                await stream.ReadExactlyAsync(message, answering.Token).ConfigureAwait(false);
                (DnsUpdateResult? result, string? whyNot) = UpdateJudgement.Of(message, sent, _clock.GetUtcNow());
                if (result is not null)
                {
                    // What came before the answer was something else, and more of it may follow.
                    return (result, i == 0);
                }

                // The real answer may still follow (RFC 8945, 5.4), so wait on. The first reason is the one that is reported.
                why ??= whyNot;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            why ??= "no answer came in time";
        }
        catch (EndOfStreamException)
        {
            why ??= "the server closed the connection without an answer";
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            why ??= "the connection broke";
        }

        var unknown = new DnsUpdateResult
        {
            Outcome = DnsUpdateOutcome.Unknown,
            Detail = $"The update of {update.Zone} was sent to {_server}, and whether it has taken effect is not known: {why}. "
                + "Look at what the server has before sending anything again.",
        };
        return (unknown, false);
    }

    private DnsUpdateResult NotReached(string why) => new()
    {
        Outcome = DnsUpdateOutcome.NotReached,
        Detail = $"The name server {_server} could not be reached over TCP ({why}). Nothing was sent. Is it running, is the address right, "
            + "and does a firewall let TCP through?",
    };

    /// <summary>Holds a token that is cancelled when the time is up, or when the caller cancels.</summary>
    private sealed class Patience : IDisposable
    {
        private readonly CancellationTokenSource _time;
        private readonly CancellationTokenSource _either;

        public Patience(TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
        {
            _time = new CancellationTokenSource(timeout, clock);
            _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _time.Token);
        }

        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _either.Dispose();
            _time.Dispose();
        }
    }
}
