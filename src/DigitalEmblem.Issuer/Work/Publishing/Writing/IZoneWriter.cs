namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// A way into a zone: it writes what was planned, and no more. It never decides what belongs there, and its word is not enough: the name
/// server is asked afterwards. It holds only if the records that the plan was made from are still there.
/// </summary>
internal interface IZoneWriter : IAsyncDisposable
{
    /// <summary>How many of these, from the first on, are written together; at least one. All of them are in the same zone.</summary>
    /// <param name="changes">Those that wait; at least one.</param>
    int TakesTogether(IReadOnlyList<NameChange> changes);

    /// <summary>Writes the changes of several names, all of them or none. Failures are results, and not exceptions.</summary>
    /// <param name="changes">The changes, no more than are written together.</param>
    /// <param name="cancellationToken">Ends it. What was sent may have taken effect.</param>
    Task<WriteResult> WriteAsync(IReadOnlyList<NameChange> changes, CancellationToken cancellationToken);
}
