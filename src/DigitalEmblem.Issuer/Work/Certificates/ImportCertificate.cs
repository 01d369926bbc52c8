using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>
/// Takes a certificate chain without being told which root key it is for: the certificate's public key is that of a request of ours.
/// </summary>
internal sealed class ImportCertificate(IssuerStore store, CompleteCommitment complete, ProveCommitment prove)
{
    /// <summary>The words of the command that does it without a person, by which the journal tells its imports.</summary>
    public const string CommandWords = "commitment import";

    /// <summary>
    /// Takes it. The same certificate again, or one that a newer one has replaced, changes nothing, so that a timer may call it each day.
    /// </summary>
    /// <exception cref="RefusedException">It is no chain, for no request of ours, or it does not bind the key.</exception>
    public async Task<ImportedCertificate> RunAsync(Actor actor, string chainPem, CancellationToken cancellationToken)
    {
        (OrganizationKey key, RootCommitment? newer) = await store.ReadAsync(async d =>
        {
            OrganizationKey found = await BindingKey.OfChainAsync(d, chainPem, cancellationToken);
            return (
                found,
                await BindingKey.HadAsync(d, found.Id, chainPem, cancellationToken)
                    ? await CommitmentInUse.FindAsync(d, found.Id, cancellationToken)
                    : null);
        });
        return new ImportedCertificate(
            key, newer ?? await complete.RunAsync(actor, key.Id, chainPem, cancellationToken), newer is not null);
    }

    /// <summary>What a chain that was refused lacks, each in a sentence; none if that is not seen from the chain alone.</summary>
    public async Task<IReadOnlyList<Sentence>> MissingAsync(string chainPem, CancellationToken cancellationToken)
    {
        try
        {
            (OrganizationIdentifier organization, VerificationKey key) = await store.ReadAsync(async d => (
                (await d.Organizations.SingleAsync(cancellationToken)).Identifier,
                (await BindingKey.OfChainAsync(d, chainPem, cancellationToken)).ToVerificationKey()));
            return ChainFaults.Of(chainPem, organization, key, prove.Trust, prove.Now);
        }
        catch (RefusedException)
        {
            // The refusal has said so already.
            return [];
        }
    }
}
