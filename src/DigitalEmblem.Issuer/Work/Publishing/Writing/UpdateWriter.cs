using System.Net;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Writes by dynamic updates (RFC 2136). Each requires that the names still show what was read (2.4), so that no change of another party
/// is lost and a recorded one cannot be sent again, and is made as a whole or not at all.
/// </summary>
/// <param name="zone">The zone.</param>
/// <param name="server">Its primary server.</param>
/// <param name="key">The key that signs; null for none.</param>
/// <param name="timeout">How long the server may take.</param>
/// <param name="clock">The clock.</param>
internal sealed class UpdateWriter(DomainName zone, IPEndPoint server, TsigKey? key, TimeSpan timeout, TimeProvider clock) : IZoneWriter
{
    // A server makes one update after the other, and other parties' changes wait for as long as it takes.
    private const int MostNames = 64;
    private const ushort NameServers = 2, Alias = 5;

    private readonly DnsUpdateClient _client = new(server, key, timeout, clock);

    /// <inheritdoc/>
    public int TakesTogether(IReadOnlyList<NameChange> changes)
    {
        try
        {
            int count = 0;
            var update = new DnsUpdate(zone);
            while (count < Math.Min(changes.Count, MostNames)
                && (update = With(update, changes[count])).EncodedLength(key) <= DnsUpdate.MaxLength)
            {
                count++;
            }

            return Math.Max(count, 1);
        }
        catch (ArgumentException)
        {
            // One of them cannot be sent, and is told so by itself.
            return 1;
        }
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<NameChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            DnsUpdateResult result = await _client.SendAsync(changes.Aggregate(new DnsUpdate(zone), With), cancellationToken);
            return new WriteResult(
                result.Outcome switch
                {
                    DnsUpdateOutcome.Done => WriteOutcome.Done,
                    DnsUpdateOutcome.PrerequisiteFailed => WriteOutcome.Changed,
                    DnsUpdateOutcome.Refused or DnsUpdateOutcome.KeyRejected => WriteOutcome.Refused,
                    DnsUpdateOutcome.NotReached => WriteOutcome.NotReached,
                    _ => WriteOutcome.Unknown,
                },
                Sentence.Of($"{result.Detail}"))
            {
                IsSilent = result.Outcome == DnsUpdateOutcome.NotReached
                    || (result.Outcome == DnsUpdateOutcome.Unknown && result.ResponseCode is null),
                IsForAll = result.Outcome == DnsUpdateOutcome.KeyRejected,
            };
        }
        catch (ArgumentException e)
        {
            return new WriteResult(WriteOutcome.Refused, $"The update cannot be made: {Sentence.Of(e)}");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DnsUpdate With(DnsUpdate update, NameChange change)
    {
        DomainName name = change.Name;
        update = change.Records.Aggregate(update, (u, c) => c.Before.Count == 0
            ? u.RequireAbsent(name, c.Type)
            : u.RequireExactly(name, c.Type, c.Before));
        if (change.Adds)
        {
            // At an alias, or below a delegation, a server takes records and never shows them.
            update = change.Above.Aggregate(update.RequireAbsent(name, Alias), (u, n) => u.RequireAbsent(n, NameServers));
        }

        return change.Records.Aggregate(update, (u, c) => c.Next.Count == 0
            ? u.Delete(name, c.Type)
            : u.Replace(name, c.Type, c.Ttl, c.Next));
    }
}
