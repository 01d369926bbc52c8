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

    public Task<ZoneOutcome> BringAboutAsync(
        DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
        {
            _records.Remove(name);
        }
        else
        {
            _records[name] = records;
        }

        return Task.FromResult(new ZoneOutcome(true));
    }

    /// <summary>The service closes it with each batch; the records stay.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
