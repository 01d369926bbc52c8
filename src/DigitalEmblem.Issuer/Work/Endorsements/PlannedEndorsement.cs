using System.Text;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>An endorsement that is to be signed, in the profiles in which it is given.</summary>
/// <param name="Claims">Its claims, as the CWT profile writes them.</param>
/// <param name="Jws">The same for the JWS profile; null if it is not given in it.</param>
internal sealed record PlannedEndorsement(Endorsement Claims, Endorsement? Jws)
{
    /// <summary>The endorsement of a key in these profiles, as far as a profile has words for its purposes.</summary>
    /// <param name="claims">Its claims, as the CWT profile writes them.</param>
    /// <param name="endorsed">The endorsed key.</param>
    /// <param name="profiles">The profiles; CWT is always among them.</param>
    public static PlannedEndorsement Of(Endorsement claims, VerificationKey endorsed, MarkProfiles profiles)
    {
        Purposes purposes = (claims.Constraints.Purposes ?? Purposes.None).Expressible(TokenProfile.Jws);
        return new PlannedEndorsement(
            claims,
            !profiles.Has(TokenProfile.Jws) || purposes == Purposes.None ? null : claims with
            {
                EndorsedKey = endorsed.JwkIdentifier,
                Constraints = new EmblemConstraints { Purposes = purposes },
            });
    }

    /// <summary>What another machine is asked to sign.</summary>
    public IEnumerable<SigningItem> ToItems() =>
        Jws is null ? [SigningItem.Of(Claims)] : [SigningItem.Of(Claims), SigningItem.Of(Jws, TokenProfile.Jws)];

    /// <summary>Signs it here.</summary>
    /// <exception cref="RefusedException">It could never validate.</exception>
    public SignedEndorsement Sign(SigningKey key) => Refusing.Malformed(
        () => new SignedEndorsement(
            Claims, Cwt.Sign(Claims, key), Jws is null ? null : Encoding.ASCII.GetBytes(DigitalEmblem.Jws.Sign(Jws, key))));

    /// <summary>
    /// The endorsements among what another machine has signed: an item of the JWS profile follows that of the CWT profile.
    /// </summary>
    public static IReadOnlyList<SignedEndorsement> Signed(IReadOnlyList<SignedItem> items)
    {
        var all = new List<SignedEndorsement>();
        foreach (SignedItem item in items.Where(i => i.Asked.Token is Endorsement))
        {
            byte[] token = item.Encoded.ToArray();
            if (item.Asked.Profile == TokenProfile.Cwt)
            {
                all.Add(new SignedEndorsement((Endorsement)item.Asked.Token!, token));
            }
            else if (all is [.., { JwsToken: null } last])
            {
                all[^1] = last with { JwsToken = token };
            }
            else
            {
                throw new RefusedException(Refusal.WrongState, $"The service asks for no such signature.");
            }
        }

        return all;
    }
}
