using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Discovery;

/// <summary>
/// A connected UDP socket on a port of its own, and the thread that reads from it. It takes a bounded number of questions, and is then
/// replaced by one on another port; it still waits for the answers under way. A forger has to hit the port, the id and the case of every
/// letter of the name while the question is under way.
/// </summary>
internal sealed class UdpLane : IDisposable
{
    private const int ReceiveBuffer = 1 << 20;

    // Continuations run inline on this thread, down to the checks of signatures and certificates.
    private const int StackSize = 1536 * 1024;

    private readonly Socket _socket;
    private readonly QuestionTable _questions;
    private int _left;
    private volatile bool _disposed;

    public UdpLane(IPEndPoint server, TimeProvider clock, RandomBits random, int capacity, bool recursionDesired = true)
    {
        _questions = new QuestionTable(clock, random, mixCase: true, recursionDesired);
        _left = capacity;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            _socket.Connect(server);
            new Thread(ReceiveAll, StackSize) { IsBackground = true, Name = "DNS over UDP" }.Start();
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether it takes no more questions.</summary>
    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    /// <summary>Whether it takes no more, and none is under way.</summary>
    public bool IsDone => IsSpent && _questions.Count == 0;

    /// <summary>Asks; null if the lane takes no more questions.</summary>
    public Task<DnsReply>? Ask(DomainName name, ushort type, bool edns, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _left) < 0 || _questions.Add(name, type, edns, timeout, cancellationToken) is not { } question)
        {
            return null;
        }

        try
        {
            _socket.Send(question.Query);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _questions.End(question, DnsReply.Failed(e));
        }

        return question.Task;
    }

    public void Sweep() => _questions.Sweep();

    /// <summary>Ends it before its last answers are there; these questions count as not answered in time.</summary>
    public void GiveUp() => Close(LookupOutcome.TimedOut);

    public void Dispose() => Close(LookupOutcome.Unreachable);

    private void Close(LookupOutcome rest)
    {
        _disposed = true;
        _questions.Close(rest);
        _socket.Dispose();
    }

    private void ReceiveAll()
    {
        Span<byte> buffer = new byte[UdpChannel.MaxDatagram];
        while (!_disposed)
        {
            try
            {
                int length = _socket.Receive(buffer);
                _questions.Answer(buffer[..length], mayBeForged: true);
            }
            catch (SocketException) when (!_disposed)
            {
                // No program listens at the server's port (ICMP), or there is no route to it.
                _questions.EndAll(LookupOutcome.Unreachable);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
