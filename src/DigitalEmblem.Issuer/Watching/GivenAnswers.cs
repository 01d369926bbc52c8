namespace DigitalEmblem.Issuer.Watching;

/// <summary>Answers that are there already, for discovery to read: what is compared and what is verified is then the same.</summary>
internal sealed class GivenAnswers(IReadOnlyDictionary<ushort, LookupAnswer> answers) : IDnsLookup
{
    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
        Task.FromResult(answers[type]);
}
