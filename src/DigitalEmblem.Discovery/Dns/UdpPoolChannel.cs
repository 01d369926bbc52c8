using System.Net.Sockets;

namespace DigitalEmblem.Discovery;

/// <summary>
/// UDP for very many questions: a few sockets that are replaced after a while (<see cref="UdpLane"/>), instead of one for each. A question
/// whose answer is truncated, or does not come in time, is asked again over TCP. If that happens to many, as with a server that limits its
/// rate, TCP is asked first for a while (<see cref="TransportChoice"/>). A server that repeats the question in one case, and speaks no TCP,
/// is asked in one case, from a port of its own for each question (<see cref="UdpChannel"/>).
/// </summary>
internal sealed class UdpPoolChannel : DnsChannel
{
    // More lanes spread the questions over more ports, but each lane is a thread.
    private const int Lanes = 2;
    private const int QuestionsPerLane = 1000;

    // A retired lane waits for its last answers for up to the time of one question, and one name that no server answers for is enough to
    // cause that. Each lane is a thread and a descriptor, so the number of waiting lanes is bounded.
    private const int MostRetired = 16;
    private const int SweepMilliseconds = 50;

    private readonly DnsServer _server;
    private readonly DnsExchangeOptions _options;
    private readonly ServerNotes _notes;
    private readonly StreamChannel _tcp;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly RandomBits _random = new();
    private readonly TransportChoice _choice = new();
    private readonly UdpLane?[] _lanes = new UdpLane?[Lanes];
    private readonly List<UdpLane> _retired = [];
    private readonly int _questionsOfALane;
    private readonly int _mostRetired = Descriptors.Room(MostRetired);
    private readonly Lock _gate = new();
    private readonly ITimer _sweep;
    private UdpChannel? _oneCase;
    private uint _turn;
    private bool _disposed;

    public UdpPoolChannel(DnsServer server, DnsExchangeOptions options, ServerNotes notes, int questionsOfALane = QuestionsPerLane)
    {
        _questionsOfALane = questionsOfALane;
        _server = server;
        _options = options;
        _notes = notes;
        _tcp = new StreamChannel(DnsServer.At(server.EndPoint!, tcpOnly: true), options);
        _sweep = _clock.CreateTimer(
            _ => Sweep(), null, TimeSpan.FromMilliseconds(SweepMilliseconds), TimeSpan.FromMilliseconds(SweepMilliseconds));
    }

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _oneCase) is { } oneCase)
        {
            return await oneCase.AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false);
        }

        DnsReply udp = default;
        if (!_choice.TcpFirst())
        {
            udp = await AskUdpAsync(name, type, edns, cancellationToken).ConfigureAwait(false);
            bool answered = udp.Response is { Truncated: false }
                || udp is { Response: null, Failure: LookupOutcome.Unreachable or LookupOutcome.OutOfResources };
            _choice.UdpAnswered(answered);
            if (answered)
            {
                return udp;
            }
        }

        DnsReply tcp = await _tcp.AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false);
        _choice.TcpAnswered(tcp.Response is not null);
        return tcp.Response is null && udp.HasOneCase
            ? await InOneCase().AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false)
            : tcp.After(udp);
    }

    public override async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync().ConfigureAwait(false);
        UdpLane[] all;
        lock (_gate)
        {
            _disposed = true;
            all = [.. _lanes.OfType<UdpLane>(), .. _retired];
        }

        // Outside of the lock, for the reason given in Sweep.
        foreach (UdpLane lane in all)
        {
            lane.Dispose();
        }

        await _tcp.DisposeAsync().ConfigureAwait(false);
        if (_oneCase is not null)
        {
            await _oneCase.DisposeAsync().ConfigureAwait(false);
        }
    }

    private UdpChannel InOneCase()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_oneCase is null)
            {
                _notes.Add($"{_server} repeats the question in one case, and does not answer over TCP: it is asked in one case from now "
                    + "on, from a port of its own for each question.");
                Volatile.Write(ref _oneCase, new UdpChannel(_server, _options));
            }

            return _oneCase;
        }
    }

    private Task<DnsReply> AskUdpAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        try
        {
            uint place = Interlocked.Increment(ref _turn) % Lanes;
            while (true)
            {
                if (_lanes[place] is { } lane && lane.Ask(name, type, edns, _options.Timeout, cancellationToken) is { } asked)
                {
                    return asked;
                }

                Replace(place);
            }
        }
        catch (Exception e) when (e is SocketException || OwnLack.Of(e) is not null)
        {
            return Task.FromResult(DnsReply.Failed(e));
        }
    }

    private void Replace(uint place)
    {
        UdpLane? oldest = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_lanes[place] is { } used)
            {
                if (!used.IsSpent)
                {
                    return;
                }

                _retired.Add(used);
                if (_retired.Count > _mostRetired)
                {
                    oldest = _retired[0];
                    _retired.RemoveAt(0);
                }
            }

            _lanes[place] = new UdpLane(_server.EndPoint!, _clock, _random, _questionsOfALane, recursionDesired: !_options.Authoritative);
        }

        // Outside of the lock, for the reason given in Sweep. The questions that the lane still waits for had no answer, and are asked over
        // TCP.
        oldest?.GiveUp();
    }

    private void Sweep()
    {
        UdpLane[] all;
        lock (_gate)
        {
            foreach (UdpLane done in _retired.Where(l => l.IsDone).ToArray())
            {
                _retired.Remove(done);
                done.Dispose();
            }

            all = [.. _lanes.OfType<UdpLane>(), .. _retired];
        }

        // Outside of the lock: the caller of a question that ends continues on this thread, and may ask the next question.
        foreach (UdpLane lane in all)
        {
            lane.Sweep();
        }
    }
}
