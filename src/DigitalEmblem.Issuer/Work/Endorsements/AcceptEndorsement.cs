using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Takes the endorsement that an authority gave to a root key: the one in use, or one that is to take its place.</summary>
internal sealed class AcceptEndorsement(IssuerStore store, ProveCommitment prove, TimeProvider clock)
{
    private const string ChainMember = "chainPem";

    /// <summary>Takes it from a bundle with the token and the authority's root key, once it is verified.</summary>
    /// <param name="actor">Who brings it.</param>
    /// <param name="bundle">The token of the CWT profile, and the key that verifies it.</param>
    /// <param name="jws">The same endorsement in the JWS profile, in compact form; null if the authority gave none.</param>
    /// <param name="chainPem">The certificates that bind the key to the authority, if they came with it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HeldEndorsement> RunAsync(
        Actor actor, ReadOnlyMemory<byte> bundle, string? jws, string? chainPem, CancellationToken cancellationToken)
    {
        if (chainPem?.Contains('\0', StringComparison.Ordinal) == true)
        {
            // Certificates may have any text around them, and PostgreSQL takes no NUL.
            throw new RefusedException(Refusal.Malformed, $"{ChainMember} is no PEM text.");
        }

        DateTimeOffset now = clock.GetUtcNow();
        UnverifiedTokens read = UnverifiedTokens.Read(bundle);
        VerificationKey[] given = [.. read.Items.Select(i => i.Key).OfType<VerificationKey>()];
        (Organization? ours, List<OrganizationKey> roots) = await store.ReadAsync(async d => (
            await d.Organizations.SingleOrDefaultAsync(cancellationToken),
            await d.Keys.Where(k => k.Use == KeyUse.Root).ToListAsync(cancellationToken)));
        OrganizationIdentifier organization = ours?.Identifier
            ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet.");
        foreach (UnverifiedToken token in read.Items.Select(i => i.Token).OfType<UnverifiedToken>())
        {
            // The token names the key; identifiers are unique.
            if (token.Claims is not Endorsement claims
                || roots.FirstOrDefault(k => claims.EndorsedKey == KeyIdentifier.Parse(k.Identifier)) is not { } root)
            {
                continue;
            }

            root.RequireEndorsableRoot();

            VerificationKey signer = given.FirstOrDefault(token.IsSignedBy)
                ?? throw new RefusedException(
                    Refusal.NotVerified,
                    $"The endorsement does not verify under any key that came with it: ask the authority for a bundle with its root key.");
            Require(claims.Subject == organization, $"The endorsement is for {claims.Subject}, and this is {organization}.");
            Require(
                claims.Issuer is not null && claims.Issuer != organization,
                $"The endorsement does not say which other organization gives it.");
            Require(claims.MayEndorse, $"The endorsement does not permit the root key to endorse (end), so no validator would count it.");
            Require(
                claims.Log.Count > 0,
                $"The endorsement does not say where the authority's key is committed to (log), so no validator would count it.");
            Require(claims.Constraints.Purposes is > Purposes.None, $"The endorsement is for no purpose.");
            Require(claims.Validity.Contains(now), $"The endorsement is valid within {claims.Validity}, and not now.");
            byte[]? jwsToken = jws is null ? null : Verified(jws, signer);
            BindingChain? chain = chainPem is null
                ? null
                : Refusing.Malformed(() => BindingChain.Read(Encoding.UTF8.GetBytes(chainPem), "the authority's chain"));
            (CommitmentKnowledge knowledge, string note) = await prove.RunAsync(
                new CommitmentClaim(claims.Issuer!, signer, claims.Log), chain, cancellationToken);
            Require(
                knowledge == CommitmentKnowledge.Proven,
                $"It is not proven that {claims.Issuer} is committed to the key that signed. {note}");
            return await store.ChangeAsync(
                actor,
                change => EndorsementsInForce.TakeExternalAsync(
                    change, root.Id, new SignedEndorsement(claims, token.Encoded.ToArray(), jwsToken), signer, chainPem, cancellationToken),
                cancellationToken);
        }

        throw new RefusedException(Refusal.Malformed, $"There is no endorsement of a root key of {organization} in it.");
    }

    private static byte[] Verified(string jws, VerificationKey signer)
    {
        UnverifiedToken token = Refusing.Malformed(() => Jws.Read(jws));
        Require(
            token.IsSignedBy(signer), $"The endorsement in the JWS profile is not signed by the key that signed that in the CWT profile.");
        return token.Encoded.ToArray();
    }

    private static void Require(bool holds, Sentence otherwise)
    {
        if (!holds)
        {
            throw new RefusedException(Refusal.NotVerified, otherwise);
        }
    }
}
