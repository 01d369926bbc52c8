using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>A server over UDP and TCP that sends the messages that a test gives for each query, in order.</summary>
internal sealed class HostileServer : IDisposable
{
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[], bool, IEnumerable<byte[]>> _answers;

    public HostileServer(Func<byte[], bool, IEnumerable<byte[]>> answers)
    {
        _answers = answers;
        (_udp, _tcp) = LoopbackPorts.Bind();
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        _ = Task.Run(ServeUdpAsync);
        _ = Task.Run(ServeTcpAsync);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Over TCP, how long to wait after each byte.</summary>
    public TimeSpan Drip { get; init; }

    public void Dispose()
    {
        _stop.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        try
        {
            var buffer = new byte[65_535];
            while (true)
            {
                SocketReceiveFromResult received = await _udp.ReceiveFromAsync(
                    buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (byte[] answer in _answers(buffer[..received.ReceivedBytes], false))
                {
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                _ = ServeConnectionAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeConnectionAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var length = new byte[2];
                while (true)
                {
                    await stream.ReadExactlyAsync(length, _stop.Token);
                    var query = new byte[(length[0] << 8) | length[1]];
                    await stream.ReadExactlyAsync(query, _stop.Token);
                    foreach (byte[] answer in _answers(query, true))
                    {
                        byte[] framed = [(byte)(answer.Length >> 8), (byte)(answer.Length & 0xff), .. answer];
                        foreach (byte[] piece in Drip > TimeSpan.Zero ? framed.Chunk(1) : [framed])
                        {
                            await stream.WriteAsync(piece, _stop.Token);
                            await Task.Delay(Drip, _stop.Token);
                        }
                    }
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }
}
