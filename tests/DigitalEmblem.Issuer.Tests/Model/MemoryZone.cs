using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Tests.Model;

/// <summary>A zone that takes every change at once, as the model's name server. Who reads it sees what a validator would.</summary>
internal sealed class MemoryZone : IZone
{
    private readonly Dictionary<DomainName, IReadOnlyList<ReadOnlyMemory<byte>>> _records = [];

    /// <summary>The names that have records.</summary>
    public IReadOnlyCollection<DomainName> Names => _records.Keys;

    /// <summary>The records of a name; none if there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Of(DomainName name) => _records.GetValueOrDefault(name) ?? [];

    public Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>[] records = [.. wanted.Records.SelectMany(r => r.Data)];
        if (records.Length == 0)
        {
            _records.Remove(wanted.Name);
        }
        else
        {
            _records[wanted.Name] = records;
        }

        return Task.FromResult(new ZoneOutcome(true));
    }

    public Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken)
    {
        bool isSame = Of(wanted.Name).Select(OwnRecords.Hex).ToHashSet()
            .SetEquals(wanted.Records.SelectMany(r => r.Data).Select(OwnRecords.Hex));
        return Task.FromResult(isSame ? new ZoneOutcome(true) : new ZoneOutcome(false, "Other records.") { IsDifferent = true });
    }

    /// <summary>The service closes it with each batch; the records stay.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
