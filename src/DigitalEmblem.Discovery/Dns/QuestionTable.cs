using System.Buffers.Binary;

namespace DigitalEmblem.Discovery;

/// <summary>
/// The questions under way on one socket or connection, by id. A sweep a few times a second ends those whose time is up or that were
/// cancelled: there are a few hundred at most, so looking at each is cheaper than a timer for each. Safe for concurrent use.
/// </summary>
/// <param name="clock">The clock of deadlines.</param>
/// <param name="random">Ids, and the case of letters.</param>
/// <param name="mixCase">
/// Whether the case of letters in the question is random, and must come back as it was: each letter is a bit more that
/// a forger has to guess.
/// </param>
/// <param name="recursionDesired">Whether the server is asked to find out what it does not hold.</param>
internal sealed class QuestionTable(TimeProvider clock, RandomBits random, bool mixCase, bool recursionDesired = true)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, Question> _underWay = [];
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _underWay.Count;
            }
        }
    }

    /// <summary>Takes in a question; null once the table is closed.</summary>
    public Question? Add(DomainName name, ushort type, bool edns, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long deadline = clock.GetTimestamp() + (long)(timeout.TotalSeconds * clock.TimestampFrequency);
        byte[] query = DnsWire.WriteQuery(0, name, type, recursionDesired, edns);
        if (mixCase)
        {
            NameCase.Mix(query, random);
        }

        var question = new Question(query, deadline, inline: mixCase, cancellationToken);
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            do
            {
                BinaryPrimitives.WriteUInt16BigEndian(query, unchecked((ushort)random.Next()));
            }
            while (!_underWay.TryAdd(question.Id, question));
        }

        return question;
    }

    /// <summary>Gives a message to the question that it answers. A message that answers none is ignored.</summary>
    /// <param name="message">The message; copied.</param>
    /// <param name="mayBeForged">
    /// Whether a message with the right id and question that cannot be read may be a forgery beside the real one; the wait then continues.
    /// </param>
    /// <returns>Whether it answered one.</returns>
    public bool Answer(ReadOnlySpan<byte> message, bool mayBeForged)
    {
        Question? asked;
        lock (_gate)
        {
            if (message.Length < DnsWire.HeaderLength || !_underWay.TryGetValue(BinaryPrimitives.ReadUInt16BigEndian(message), out asked))
            {
                return false;
            }
        }

        DnsReply reply;
        try
        {
            byte[] copy = message.ToArray();
            if (DnsWire.ReadResponse(copy, asked.Query, exactCase: mixCase) is not { } response)
            {
                asked.HasOneCase |= mixCase && DnsWire.ReadResponse(copy, asked.Query) is not null && DnsWire.HasOneCase(copy, asked.Query);
                return false;
            }

            reply = DnsReply.Of(response);
        }
        catch (TokenFormatException e) when (!mayBeForged)
        {
            reply = DnsReply.Failed(LookupOutcome.Malformed, $"the answer cannot be read: {e.Message}");
        }
        catch (TokenFormatException e)
        {
            asked.Unreadable = $"the answer cannot be read: {e.Message}";
            return false;
        }

        End(asked, reply);
        return true;
    }

    /// <summary>Ends a question with its result.</summary>
    public void End(Question question, DnsReply reply)
    {
        lock (_gate)
        {
            // The id may belong to another question by now.
            if (_underWay.TryGetValue(question.Id, out Question? there) && ReferenceEquals(there, question))
            {
                _underWay.Remove(question.Id);
            }
        }

        question.TrySetResult(reply);
    }

    /// <summary>Ends the questions whose time is up or that were cancelled; returns how many had no answer in time.</summary>
    public int Sweep()
    {
        Question[] over;
        long now = clock.GetTimestamp();
        lock (_gate)
        {
            over = [.. _underWay.Values.Where(q => q.Deadline <= now || q.Cancellation.IsCancellationRequested)];
        }

        foreach (Question question in over)
        {
            if (question.Cancellation.IsCancellationRequested)
            {
                question.TrySetCanceled(question.Cancellation);
            }

            End(question, question.Over());
        }

        return over.Count(q => !q.Cancellation.IsCancellationRequested);
    }

    /// <summary>Takes in no more questions; those under way may still be answered.</summary>
    public void TakeNoMore()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    /// <summary>Ends all, and takes in no more.</summary>
    public void Close(LookupOutcome outcome)
    {
        TakeNoMore();
        EndAll(outcome);
    }

    /// <summary>Ends all that are under way.</summary>
    public void EndAll(LookupOutcome outcome)
    {
        Question[] all;
        lock (_gate)
        {
            all = [.. _underWay.Values];
            _underWay.Clear();
        }

        foreach (Question question in all)
        {
            question.TrySetResult(DnsReply.Failed(outcome));
        }
    }
}
