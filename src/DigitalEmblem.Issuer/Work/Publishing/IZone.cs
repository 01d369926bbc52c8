namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone that emblems are published in, by whatever way its records get there. What counts is always what is seen there afterwards.
/// </summary>
internal interface IZone : IAsyncDisposable
{
    /// <summary>Makes exactly these IHLE records stand at a name, or looks whether a person did.</summary>
    /// <param name="name">The name.</param>
    /// <param name="records">The data of each record; none to have none there.</param>
    /// <param name="lookFirst">Whether an earlier attempt with an unknown end may have done it already.</param>
    /// <param name="cancellationToken">Ends it; the next attempt looks first.</param>
    Task<ZoneOutcome> BringAboutAsync(
        DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellationToken);
}
