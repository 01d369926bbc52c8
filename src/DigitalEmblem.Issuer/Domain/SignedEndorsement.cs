using System.Text;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>An endorsement that was signed, in the profiles in which it was given.</summary>
/// <param name="Claims">Its claims, as the CWT profile writes them.</param>
/// <param name="Token">The token of the CWT profile.</param>
/// <param name="JwsToken">
/// The token of the JWS profile, in compact form (ASCII); null if there is none. It endorses the same key, by the identifier of that
/// profile.
/// </param>
internal sealed record SignedEndorsement(Endorsement Claims, byte[] Token, byte[]? JwsToken = null)
{
    /// <summary>Its tokens, each with its profile.</summary>
    public IEnumerable<(TokenProfile Profile, byte[] Token)> Tokens =>
        JwsToken is null ? [(TokenProfile.Cwt, Token)] : [(TokenProfile.Cwt, Token), (TokenProfile.Jws, JwsToken)];

    /// <summary>
    /// Whether the tokens say the same of a key: all but the forms of its identifier and the purposes that JWS has no words for.
    /// </summary>
    public bool Agrees(VerificationKey key)
    {
        if (JwsToken is null)
        {
            return true;
        }

        // Compare what was written: instants are whole seconds there.
        return Cwt.Read(Token).Claims is Endorsement cwt
            && Jws.TryRead(Encoding.ASCII.GetString(JwsToken), out UnverifiedToken? read)
            && read.Claims is Endorsement jws
            && cwt.EndorsedKey == key.CoseIdentifier
            && jws.EndorsedKey == key.JwkIdentifier
            && jws.Constraints == new EmblemConstraints
            {
                Purposes = (cwt.Constraints.Purposes ?? Purposes.None).Expressible(TokenProfile.Jws),
            }
            && jws with { EndorsedKey = cwt.EndorsedKey, Constraints = cwt.Constraints } == cwt;
    }
}
