using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>Computes whether the lines between two heads of the journal lead from one to the other.</summary>
internal sealed class JournalConsistency(ReadJournal read)
{
    /// <summary>More would hold a request for long.</summary>
    public const int MostLines = 100_000;

    /// <summary>Computes it.</summary>
    /// <exception cref="RefusedException">There is no such line, or there are too many between.</exception>
    public async Task<JournalStretch> RunAsync(long first, long second, CancellationToken cancellationToken)
    {
        if (first < 0 || second < first
            || await read.HashOfAsync(first, cancellationToken) is not { } from
            || await read.HashOfAsync(second, cancellationToken) is not { } to)
        {
            throw new RefusedException(
                Refusal.Malformed, $"first and second are numbers of lines of the journal, from 0, and second is not before first.");
        }

        if (second - first > MostLines)
        {
            throw new RefusedException(
                Refusal.TooWide, $"More than {MostLines} lines are between: ask for a part at a time, or compute it from the export.");
        }

        return new JournalStretch(first, from, second, to, await BrokenAtAsync(first, from, second, cancellationToken));
    }

    private async Task<long?> BrokenAtAsync(long first, byte[] hash, long second, CancellationToken cancellationToken)
    {
        long sequence = first;
        await foreach (JournalEntry line in read.BetweenAsync(first + 1, second, cancellationToken))
        {
            if (line.Sequence != sequence + 1 || !line.Follows(hash))
            {
                return sequence + 1;
            }

            (sequence, hash) = (line.Sequence, line.Hash);
        }

        return sequence == second ? null : sequence + 1;
    }
}
