namespace DigitalEmblem.Discovery;

/// <summary>A channel by which emblems are found. Another channel (a file share, a beacon, a test) is one class.</summary>
public interface IEmblemSource
{
    /// <summary>Finds what is published for a name. Failures of servers and networks are in the result, and are not exceptions.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default);
}
