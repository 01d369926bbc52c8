using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>The register of the endorsements that this authority gave.</summary>
internal static class EndorsementRegister
{
    /// <summary>Enters a signed endorsement into the register. It must be what two people approved.</summary>
    public static async Task<GivenEndorsement> AddAsync(
        Change change, Guid rootId, SignedEndorsement signed, CancellationToken cancellationToken)
    {
        Endorsement claims = signed.Claims;
        OrganizationKey root = await change.GetAsync<OrganizationKey>(rootId, null, cancellationToken);
        string identifier = claims.EndorsedKey.ToString();
        Application application = await change.Database.Applications
            .Where(a => a.Issuer == claims.Subject! && a.KeyIdentifier == identifier && a.State == ApplicationState.Approved)
            .OrderByDescending(a => a.ReceivedAt).FirstOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException(
                Refusal.WrongState,
                $"There is no approved application of {claims.Subject} for key {identifier}: what was signed for it is not given out.");
        if (claims.Constraints.Purposes != application.TermsPurposes || claims.Validity.Lifetime > application.TermsLifetime)
        {
            throw new RefusedException(
                Refusal.TooWide, $"What was signed for {claims.Subject} is not what two people approved: approve again, and sign again.");
        }

        EndorsementTerms terms = VerifiedRequest.Of(application).Terms;
        if (!signed.Agrees(terms.Key))
        {
            throw new RefusedException(
                Refusal.NotVerified,
                $"What was signed for {claims.Subject} says something else in the JWS profile than in the CWT profile: sign it again.");
        }

        application.Endorse();
        var given = GivenEndorsement.Record(application, root, signed, terms.Grounds, change.Now);
        change.Database.Add(given);
        foreach ((TokenProfile profile, byte[] token) in signed.Tokens)
        {
            change.JournalToken(
                "endorsement.given",
                application.Issuer.ToString(),
                token,
                claims.Validity,
                new JsonObject
                {
                    ["key"] = identifier,
                    ["purposes"] = given.Purposes.ToString(),
                    ["profile"] = profile.ToString(),
                    ["grounds"] = new JsonArray([.. StatedGrounds.Of(given).Select(g => JsonValue.Create(StatedGrounds.Line(g)))]),
                });
        }

        return given;
    }
}
