using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Issues the signs of data that are due. Nothing of them is published: they wait here until they are fetched.</summary>
internal sealed class IssueToData(
    IssuerStore store, ISigningKeys keys, UsableKey usable, IssuingOptions options, Instance instance, TimeProvider clock)
    : IssueDue<MarkedData, SignedData>(
        store,
        keys,
        usable,
        new DueMarks<MarkedData>(store.At(Precedence.Patient), options, instance, MarkWords.OfData, Misdated),
        MarkWords.OfData,
        options,
        instance,
        clock)
{
    private readonly SignData _sign = new(options, clock);
    private readonly IssuingOptions _options = options;
    private readonly TimeProvider _clock = clock;

    private RecordSigns Record => field ??= new RecordSigns(Recording, _options);

    protected override Task<Func<MarkedData, SigningKey, SignedData>> PrepareAsync(
        IssuerContext database,
        EmblemChain chain,
        IReadOnlyList<MarkedData> taken,
        DateTimeOffset at,
        CancellationToken cancellationToken) => Task.FromResult<Func<MarkedData, SigningKey, SignedData>>(
            (data, key) => _sign.Run(data, chain, key, _clock.GetUtcNow()));

    protected override Task<(int Issued, int NotIssued)> RecordAsync(
        Guid keyId, IReadOnlyList<SignedData> signed, CancellationToken cancellationToken) =>
        Record.RunAsync(keyId, signed, cancellationToken);

    protected override bool IsRefused(SignedData signed) => signed.IsRefused;

    private static IQueryable<MarkedData> Misdated(IssuerContext database, DateTimeOffset soon) =>
        database.Data.Where(a => a.State == AssetState.Marked && a.RenewAt > soon
            && (a.EmblemId == null
                || database.Signs.Any(s => s.Id == a.EmblemId && (s.NotBefore > soon || s.Expires < a.RenewAt))));
}
