using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>Finds the root key that a command means, without a person who names it where there is only one.</summary>
internal static class BindingKey
{
    /// <summary>The root key of an identifier, or the only one that lives.</summary>
    /// <param name="database">The database.</param>
    /// <param name="identifier">Its identifier; null for the only one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">There is none, or there are several and none is named.</exception>
    public static async Task<OrganizationKey> FindAsync(IssuerContext database, string? identifier, CancellationToken cancellationToken)
    {
        List<OrganizationKey> roots = await RootsAsync(database, cancellationToken);
        OrganizationKey[] meant = [.. roots.Where(k => identifier is null || k.Identifier == identifier)];
        return meant.Length switch
        {
            1 => meant[0],
            0 => throw new RefusedException(
                Refusal.NotFound,
                identifier is null
                    ? Sentence.Of($"There is no root key yet: make one on the page Identity, or by POST keys.")
                    : Sentence.Of($"There is no root key {Printable.Text(identifier)} that is pending or in use.")),
            _ => throw new RefusedException(
                Refusal.Malformed,
                $"There are several root keys: name one by --key. They are {Sentence.List(meant.Select(k => k.Identifier))}."),
        };
    }

    /// <summary>
    /// The root keys whose certificate a program gets without a person: those that a certificate was asked for, and the only one even if
    /// none was. A certificate commits the organization in public, so a key beside it is left to a person.
    /// </summary>
    public static async Task<IReadOnlyList<OrganizationKey>> ToCertifyAsync(IssuerContext database, CancellationToken cancellationToken)
    {
        List<OrganizationKey> roots = await RootsAsync(database, cancellationToken);
        List<Guid> asked = await database.Commitments.Select(c => c.KeyId).Distinct().ToListAsync(cancellationToken);
        return roots.Count == 1 ? roots : [.. roots.Where(k => asked.Contains(k.Id))];
    }

    /// <summary>Whether a key had this certificate before, and has a newer one now.</summary>
    public static async Task<bool> HadAsync(IssuerContext database, Guid key, string chainPem, CancellationToken cancellationToken)
    {
        RootCommitment? inUse = await CommitmentInUse.FindAsync(database, key, cancellationToken);
        ReadOnlyMemory<byte> wanted = GivenChain.CertificateOf(chainPem);
        return (await database.Commitments.Where(c => c.KeyId == key && c.LogJson != null).ToListAsync(cancellationToken))
            .Any(c => c.Id != inUse?.Id && GivenChain.CertificateOf(c.ChainPem!).Span.SequenceEqual(wanted.Span));
    }

    /// <summary>The root key whose certificate request has the public key of a certificate.</summary>
    /// <param name="database">The database.</param>
    /// <param name="chainPem">The certificate chain.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">It is no certificate, or none that was asked for here.</exception>
    public static async Task<OrganizationKey> OfChainAsync(IssuerContext database, string chainPem, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> wanted = GivenChain.Read(chainPem).Leaf.SubjectPublicKeyInfo;
        foreach (OrganizationKey root in await RootsAsync(database, cancellationToken))
        {
            List<RootCommitment> all = await database.Commitments.Where(c => c.KeyId == root.Id).ToListAsync(cancellationToken);
            if (all.Any(c => KeyOfRequest(c.RequestPem).AsSpan().SequenceEqual(wanted.Span)))
            {
                return root;
            }
        }

        throw new RefusedException(
            Refusal.NotVerified,
            $"The certificate is for no request of this service: have one issued for the request that 'issuer commitment request' prints.");
    }

    /// <summary>The request for the key's certificate: the one that waits, or that of the certificate in use; null for none.</summary>
    public static async Task<RootCommitment?> RequestOfAsync(IssuerContext database, Guid key, CancellationToken cancellationToken) =>
        await CommitmentInUse.FindOpenAsync(database, key, cancellationToken)
            ?? await CommitmentInUse.FindAsync(database, key, cancellationToken);

    private static Task<List<OrganizationKey>> RootsAsync(IssuerContext database, CancellationToken cancellationToken) =>
        database.Keys.Where(k => k.Use == KeyUse.Root && (k.State == KeyState.Pending || k.State == KeyState.Active))
            .OrderBy(k => k.Id).ToListAsync(cancellationToken);

    private static byte[] KeyOfRequest(string requestPem) =>
        CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo();
}
