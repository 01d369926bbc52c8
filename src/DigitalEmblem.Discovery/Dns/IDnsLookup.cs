namespace DigitalEmblem.Discovery;

/// <summary>The one question that discovery asks of DNS. Implementations are safe for concurrent use.</summary>
public interface IDnsLookup
{
    /// <summary>Looks up the records of one type at a name. Failures of servers and networks are outcomes, not exceptions.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The record type's number.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default);
}
