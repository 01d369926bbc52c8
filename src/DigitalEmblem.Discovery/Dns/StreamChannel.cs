using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DigitalEmblem.Discovery;

/// <summary>
/// TCP or TLS with many questions under way on one connection (RFC 7766, 6.2.1), which is made again when it has been closed.
/// </summary>
internal sealed class StreamChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    // A server may close an idle connection, or close it after a number of questions: questions under way are asked again on a new one. A
    // server that closes after each answer still answers one question on each connection. This many connections in a row may bring no
    // answer.
    private const int MaxBarren = 3;

    private readonly Lock _gate = new();
    private readonly RandomBits _random = new();
    private readonly TimeProvider _clock = TimeProvider.System;
    private Task<Opened>? _current;
    private bool _disposed;

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        int barren = 0;
        while (true)
        {
            Task<Opened> connecting = Connection();
            Opened opened = connecting.IsCompletedSuccessfully
                ? connecting.Result
                : await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (opened.Connection is not { } connection)
            {
                return opened.Failure;
            }

            DnsReply reply = await connection.AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false);
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
        Task<Opened>? current;
        lock (_gate)
        {
            (_disposed, current) = (true, _current);
        }

        if (current is not null && (await current.ConfigureAwait(false)).Connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The connection that is open or being opened. All callers that wait share one attempt, and its failure.</summary>
    private Task<Opened> Connection()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is { } current
                && (!current.IsCompleted || current is { IsCompletedSuccessfully: true, Result.Connection.IsOpen: true }))
            {
                return current;
            }

            return _current = OpenAsync(_current is { IsCompletedSuccessfully: true } done ? done.Result.Connection : null);
        }
    }

    private async Task<Opened> OpenAsync(StreamConnection? closed)
    {
        // Continue outside of the caller's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (closed is not null)
        {
            await closed.DisposeAsync().ConfigureAwait(false);
        }

        using var time = new CancellationTokenSource(options.Timeout);
        Socket? socket = null;
        Stream? stream = null;
        try
        {
            socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(server.EndPoint, time.Token).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (server.Transport == DnsTransport.Tls)
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(
                    CertificateRules.ForClient(server.ServerName!, options.Roots, new SslApplicationProtocol("dot")),
                    time.Token).ConfigureAwait(false);
            }

            return new Opened(new StreamConnection(stream, options.Timeout, _random, recursionDesired: !options.Authoritative), default);
        }
        catch (Exception e)
            when (e is SocketException or IOException or AuthenticationException or OperationCanceledException || OwnLack.Of(e) is not null)
        {
            stream?.Dispose();
            socket?.Dispose();
            return new Opened(null, e switch
            {
                OperationCanceledException => DnsReply.Failed(LookupOutcome.TimedOut),
                AuthenticationException => DnsReply.Failed(e, "TLS cannot be agreed on, or the server's certificate is not in order"),
                _ => DnsReply.Failed(e),
            });
        }
    }

    /// <summary>The result of one attempt, for all that waited for it: a connection, or why there is none.</summary>
    private readonly record struct Opened(StreamConnection? Connection, DnsReply Failure);
}
