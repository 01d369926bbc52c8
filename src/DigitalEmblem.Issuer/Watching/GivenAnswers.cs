namespace DigitalEmblem.Issuer.Watching;

/// <summary>Gives discovery answers that were already received, so that the compared and the verified answers are the same.</summary>
internal sealed class GivenAnswers(IReadOnlyDictionary<ushort, LookupAnswer> answers) : IDnsLookup
{
    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
        Task.FromResult(answers[type]);
}
