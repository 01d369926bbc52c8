using DigitalEmblem.Verifier;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Answers whether a name bears an emblem that may be relied on. <see cref="EmblemChecker"/> is the implementation; an application that
/// takes this interface can be tested with another. Implementations are safe for concurrent use.
/// </summary>
public interface IEmblemChecker
{
    /// <summary>
    /// Does the name bear an emblem, and may it be relied on? Failures of servers and networks are verdicts, not exceptions.
    /// </summary>
    /// <param name="name">The name; what counts is this name, also if it is an alias.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    Task<Verdict> CheckAsync(DomainName name, CancellationToken cancellationToken = default);
}
