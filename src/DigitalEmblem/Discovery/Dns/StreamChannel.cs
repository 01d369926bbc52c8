using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DigitalEmblem;

/// <summary>TCP or TLS with many questions under way on one connection (RFC 7766, 6.2.1), which is made again when it has been closed.</summary>
internal sealed class StreamChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    private readonly SemaphoreSlim _connecting = new(1);
    private Connection? _connection;

    public override async Task<DnsResponse> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
    {
        while (true)
        {
            (Connection connection, bool isNew) = await ConnectAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await connection.AskAsync(name, type, cancellation).ConfigureAwait(false);
            }
            catch (DnsChannelException) when (!isNew)
            {
                // The server closed a connection that lay idle: ask once more on a new one.
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _connecting.Dispose();
    }

    private async Task<(Connection Connection, bool IsNew)> ConnectAsync(CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_connection is { IsOpen: true } open)
            {
                return (open, false);
            }

            if (_connection is { } closed)
            {
                await closed.DisposeAsync().ConfigureAwait(false);
            }

            _connection = new Connection(await OpenAsync(cancellation).ConfigureAwait(false));
            return (_connection, true);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellation)
    {
        var socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.EndPoint, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (server.Transport != DnsTransport.Tls)
            {
                return stream;
            }

            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(CertificateRules.ForClient(server.ServerName!, options.Roots, new SslApplicationProtocol("dot")), cancellation).ConfigureAwait(false);
            return tls;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            socket.Dispose();
            throw new DnsChannelException(LookupOutcome.Unreachable, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Connection : IAsyncDisposable
    {
        private readonly Stream _stream;
        private readonly ConcurrentDictionary<ushort, (byte[] Query, TaskCompletionSource<DnsResponse> Waiting)> _pending = new();
        private readonly SemaphoreSlim _writing = new(1);
        private readonly Task _reading;
        private volatile bool _closed;

        public Connection(Stream stream)
        {
            _stream = stream;
            _reading = Task.Run(ReadAllAsync);
        }

        public bool IsOpen => !_closed;

        public async Task<DnsResponse> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
        {
            var waiting = new TaskCompletionSource<DnsResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
            byte[] query;
            ushort id;
            do
            {
                id = RandomId();
                query = DnsWire.WriteQuery(id, name, type);
            }
            while (!_pending.TryAdd(id, (query, waiting)));

            try
            {
                await WriteAsync(query, cancellation).ConfigureAwait(false);
                if (_closed)
                {
                    throw new DnsChannelException(LookupOutcome.Unreachable);
                }

                return await waiting.Task.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                _closed = true;
                throw new DnsChannelException(LookupOutcome.Unreachable, e);
            }
            finally
            {
                _pending.TryRemove(id, out _);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _closed = true;
            await _stream.DisposeAsync().ConfigureAwait(false);
            await _reading.ConfigureAwait(false);
            _writing.Dispose();
        }

        private async Task WriteAsync(byte[] query, CancellationToken cancellation)
        {
            byte[] framed = [(byte)(query.Length >> 8), (byte)(query.Length & 0xff), .. query];
            await _writing.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                await _stream.WriteAsync(framed, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }

        private async Task ReadAllAsync()
        {
            var length = new byte[2];
            try
            {
                while (true)
                {
                    await _stream.ReadExactlyAsync(length).ConfigureAwait(false);
                    var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await _stream.ReadExactlyAsync(message).ConfigureAwait(false);
                    Deliver(message);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                _closed = true;
                foreach ((_, TaskCompletionSource<DnsResponse> waiting) in _pending.Values)
                {
                    waiting.TrySetException(new DnsChannelException(LookupOutcome.Unreachable, e));
                }
            }
        }

        private void Deliver(byte[] message)
        {
            if (message.Length < 2 || !_pending.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(message), out var asked))
            {
                return;
            }

            try
            {
                if (DnsWire.ReadResponse(message, asked.Query) is { } response)
                {
                    asked.Waiting.TrySetResult(response);
                }
            }
            catch (TokenFormatException e)
            {
                asked.Waiting.TrySetException(e);
            }
        }
    }
}
