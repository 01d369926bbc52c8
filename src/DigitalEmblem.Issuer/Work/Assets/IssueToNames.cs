using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Issues the emblems of names that are due, with their publications.</summary>
internal sealed class IssueToNames(
    IssuerStore store, ISigningKeys keys, UsableKey usable, IssuingOptions options, Instance instance, TimeProvider clock)
    : IssueDue<Asset, SignedEmblem>(
        store,
        keys,
        usable,
        new DueMarks<Asset>(store.At(Precedence.Patient), options, instance, MarkWords.OfNames, Misdated),
        MarkWords.OfNames,
        options,
        instance,
        clock)
{
    private readonly SignEmblem _sign = new(options, clock);
    private readonly TimeProvider _clock = clock;

    private RecordEmblems Record => field ??= new RecordEmblems(Recording);

    protected override async Task<Func<Asset, SigningKey, SignedEmblem>> PrepareAsync(
        IssuerContext database, EmblemChain chain, IReadOnlyList<Asset> taken, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ProfilesToSign profiles = await ProfilesToSign.LoadAsync(database, taken, at, cancellationToken);
        return (asset, key) => _sign.Run(asset, chain, profiles.Of(asset), key, _clock.GetUtcNow());
    }

    protected override Task<(int Issued, int NotIssued)> RecordAsync(
        Guid keyId, IReadOnlyList<SignedEmblem> signed, CancellationToken cancellationToken) =>
        Record.RunAsync(keyId, signed, cancellationToken);

    protected override bool IsRefused(SignedEmblem signed) => signed.IsRefused;

    private static IQueryable<Asset> Misdated(IssuerContext database, DateTimeOffset soon) =>
        database.Assets.Where(a => a.State == AssetState.Marked && a.RenewAt > soon
            && (a.EmblemId == null
                || database.Emblems.Any(e => e.Id == a.EmblemId && (e.NotBefore > soon || e.Expires < a.RenewAt))));
}
