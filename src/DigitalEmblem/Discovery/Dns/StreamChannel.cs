using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DigitalEmblem;

/// <summary>TCP or TLS with many questions under way on one connection (RFC 7766, 6.2.1), which is made again when it has been closed.</summary>
internal sealed class StreamChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    // A server may close a connection that lay idle, or after so many questions: what was under way is asked again on a new one. One that
    // closes after each answer
    // gives each connection an answer; so many connections in a row may bring none.
    private const int MaxBarren = 3;

    private readonly Lock _gate = new();
    private readonly RandomBits _random = new();
    private readonly TimeProvider _clock = TimeProvider.System;
    private Task<StreamConnection?>? _current;
    private DnsReply _failure = DnsReply.Failed(LookupOutcome.Unreachable);
    private bool _disposed;

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellation)
    {
        long start = _clock.GetTimestamp();
        int barren = 0;
        while (true)
        {
            Task<StreamConnection?> connecting = Connection();
            StreamConnection? connection = connecting.IsCompletedSuccessfully ? connecting.Result : await connecting.WaitAsync(cancellation).ConfigureAwait(false);
            if (connection is null)
            {
                return _failure;
            }

            DnsReply reply = await connection.AskAsync(name, type, edns, cancellation).ConfigureAwait(false);
            if (reply is not { Response: null, Failure: LookupOutcome.Unreachable })
            {
                return reply;
            }

            barren = connection.HasAnswered ? barren : barren + 1;
            if (barren == MaxBarren || _clock.GetElapsedTime(start) > options.Timeout)
            {
                return reply with { Reason = "the server closes the connection without an answer" };
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Task<StreamConnection?>? current;
        lock (_gate)
        {
            (_disposed, current) = (true, _current);
        }

        if (current is not null && await current.ConfigureAwait(false) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The connection that is open or being opened: one attempt for all that wait, and its failure is theirs.</summary>
    private Task<StreamConnection?> Connection()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is { } current && (!current.IsCompleted || current is { IsCompletedSuccessfully: true, Result.IsOpen: true }))
            {
                return current;
            }

            return _current = OpenAsync(_current is { IsCompletedSuccessfully: true } done ? done.Result : null);
        }
    }

    private async Task<StreamConnection?> OpenAsync(StreamConnection? closed)
    {
        // Not in the caller's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (closed is not null)
        {
            await closed.DisposeAsync().ConfigureAwait(false);
        }

        using var time = new CancellationTokenSource(options.Timeout);
        Socket? socket = null;
        try
        {
            socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.EndPoint, time.Token).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (server.Transport == DnsTransport.Tls)
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(CertificateRules.ForClient(server.ServerName!, options.Roots, new SslApplicationProtocol("dot")), time.Token).ConfigureAwait(false);
            }

            return new StreamConnection(stream, options.Timeout, _random, recursionDesired: !options.Authoritative);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException || OwnLack.Of(e) is not null)
        {
            socket?.Dispose();
            _failure = e switch
            {
                OperationCanceledException => DnsReply.Failed(LookupOutcome.TimedOut),
                AuthenticationException => DnsReply.Failed(e, "TLS cannot be agreed on, or the server's certificate is not in order"),
                _ => DnsReply.Failed(e),
            };
            return null;
        }
    }
}
