namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// A zone for emblems, with updates or by hand. A publication succeeds only if its records are seen in the zone afterwards.
/// </summary>
internal interface IZone : IAsyncDisposable
{
    /// <summary>Gives a name what it should show, in one step, or checks whether a person has done so.</summary>
    /// <param name="wanted">What it should show.</param>
    /// <param name="cancellationToken">Ends it. The change may have been made.</param>
    Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken);

    /// <summary>Looks whether a name shows what it should, and changes nothing.</summary>
    /// <param name="wanted">What it should show.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken);
}
