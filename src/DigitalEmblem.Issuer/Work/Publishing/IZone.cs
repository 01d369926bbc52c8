namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>A zone that emblems are published in, by whatever way its records get there. What counts is always what is seen there afterwards.</summary>
internal interface IZone : IAsyncDisposable
{
    /// <summary>Brings it about, or looks whether somebody has, that exactly these records of IHLE stand at a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="records">The data of each record; none to have none there.</param>
    /// <param name="lookFirst">Whether it may be done already, by an attempt whose end nobody saw.</param>
    /// <param name="cancellation">Ends it; the next attempt looks first.</param>
    Task<ZoneOutcome> BringAboutAsync(DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellation);
}
