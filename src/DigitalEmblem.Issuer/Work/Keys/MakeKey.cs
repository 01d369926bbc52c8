using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Makes a key in a custody of this machine.</summary>
internal sealed class MakeKey(IssuerStore store, KeyRing ring)
{
    /// <summary>Makes it. It is not used until it has a commitment or an endorsement.</summary>
    public async Task<OrganizationKey> RunAsync(
        Actor actor, KeyUse use, SignatureAlgorithm algorithm, KeyCustody custody, CancellationToken cancellationToken)
    {
        if (custody == KeyCustody.Offline)
        {
            throw new RefusedException(
                Refusal.Malformed, $"A key on another machine is made there ('emblem key new'); give its public key here.");
        }

        await store.ReadAsync(async d => await d.Organizations.AnyAsync(cancellationToken)
            ? true
            : throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet."));
        StoredKey made;
        try
        {
            made = await ring.Store(custody).GenerateAsync(algorithm, use.ToString().ToLowerInvariant(), cancellationToken);
        }
        catch (CryptographicException e)
        {
            throw new RefusedException(Refusal.NotReady, Sentence.Of(e));
        }

        // A process that dies here leaves a private key that nothing refers to, which does no harm.
        return await store.ChangeAsync(
            actor, change => Task.FromResult(NewKey.Add(change, use, made.PublicKey, custody, made.Reference)), cancellationToken);
    }
}
