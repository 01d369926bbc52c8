using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Tests.Model;

/// <summary>A zone that takes every change at once, as the model's name server. Who reads it sees what a validator would.</summary>
internal sealed class MemoryZone : IZone
{
    private readonly ConcurrentDictionary<DomainName, IReadOnlyList<WantedRecords>> _records = [];

    /// <summary>The names that have records.</summary>
    public IReadOnlyCollection<DomainName> Names => [.. _records.Keys];

    /// <summary>What a name shows, of both types.</summary>
    public NameStanding Of(DomainName name, int ihleType) => NameStanding.Of(
        name,
        (_records.GetValueOrDefault(name) ?? EmblemSets.NoRecords(ihleType)).Select(r => (r.Type, new LookupAnswer
        {
            Outcome = r.Data.Count == 0 ? LookupOutcome.NoData : LookupOutcome.Found,
            Data = r.Data,
        })));

    public Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        if (wanted.IsNothing)
        {
            _records.TryRemove(wanted.Name, out _);
        }
        else
        {
            _records[wanted.Name] = wanted.Records;
        }

        return Task.FromResult(new ZoneOutcome(true));
    }

    public Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        bool isSame = (_records.GetValueOrDefault(wanted.Name) ?? []).SelectMany(r => r.Data).Select(OwnRecords.Hex).ToHashSet()
            .SetEquals(wanted.Records.SelectMany(r => r.Data).Select(OwnRecords.Hex));
        return Task.FromResult(isSame ? new ZoneOutcome(true) : new ZoneOutcome(false, $"Other records.") { IsDifferent = true });
    }

    /// <summary>The service closes it with each batch; the records stay.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
