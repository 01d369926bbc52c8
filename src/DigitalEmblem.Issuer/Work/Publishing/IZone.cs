namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone for emblems, with updates or by hand. A publication succeeds only if its records are seen in the zone afterwards.
/// </summary>
internal interface IZone : IAsyncDisposable
{
    /// <summary>Gives a name exactly these IHLE records, or checks whether a person has done so.</summary>
    /// <param name="name">The name.</param>
    /// <param name="records">The data of each record; none to have none there.</param>
    /// <param name="lookFirst">Whether to look first, because an earlier attempt without a known result may have succeeded.</param>
    /// <param name="cancellationToken">Ends it. The next attempt must look first.</param>
    Task<ZoneOutcome> BringAboutAsync(
        DomainName name, IReadOnlyList<ReadOnlyMemory<byte>> records, bool lookFirst, CancellationToken cancellationToken);
}
