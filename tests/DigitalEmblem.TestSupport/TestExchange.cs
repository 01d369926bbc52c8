using FsCheck;
using FsCheck.Fluent;

namespace DigitalEmblem.TestSupport;

/// <summary>Plain exchange files for examples, and generators of valid ones.</summary>
internal static class TestExchange
{
    /// <summary>The root key that signs.</summary>
    public static SoftwareSigningKey Root => TestKeys.Of(SignatureAlgorithm.ES384, 5);

    /// <summary>A key that is endorsed.</summary>
    public static VerificationKey Daily => TestKeys.Of(SignatureAlgorithm.Ed25519, 5).PublicKey;

    /// <summary>The terms that the society asks the ministry for.</summary>
    public static EndorsementTerms Terms(VerificationKey? key = null) => new()
    {
        Issuer = TestTokens.Society,
        Authority = TestTokens.Ministry,
        Key = key ?? Root.PublicKey,
        Log = [TestTokens.LogEntry],
        Purposes = Purposes.Protective | Purposes.Indicative,
        Validity = Validity.From(TestTokens.Now, TimeSpan.FromDays(365)),
        MadeAt = TestTokens.Now,
        Nonce = Enumerable.Repeat((byte)7, EndorsementTerms.NonceLength).ToArray(),
        Contact = "emblems@society.example",
    };

    /// <summary>An endorsement of the society's daily key, by the society itself.</summary>
    public static Endorsement Own() => TestTokens.Endorsement(Daily, mayEndorse: false);

    /// <summary>A request of the society for these items, or for its own endorsement.</summary>
    public static SigningRequest Request(params SigningItem[] items) =>
        SigningRequest.Create(TestTokens.Society, Root.PublicKey, items.Length > 0 ? items : [SigningItem.Of(Own())], TestTokens.Now);

    /// <summary>Any request for an endorsement that may be signed by a key, without certificates.</summary>
    public static Gen<EndorsementTerms> TermsFor(VerificationKey key) =>
        from endorsement in TokenGenerators.Endorsements(TokenProfile.Cwt)
        from madeAt in Gen.Choose(0, int.MaxValue)
        from nonce in Gen.Choose(0, 255).ArrayOf(EndorsementTerms.NonceLength)
        from alsoInJws in Gen.Elements(false, true)
        from contact in Gen.Elements<string?>(null, "emblems@society.example", "Büro 3, +41 00 000 00 00", "国际红十字")
        from grounds in Gen.Choose(0, 2)
        select new EndorsementTerms
        {
            Issuer = TestTokens.Society,
            Authority = TestTokens.Ministry,
            Key = key,
            Log = endorsement.Log,
            Purposes = endorsement.Constraints.Purposes!.Value,
            AlsoInJws = alsoInJws && (endorsement.Constraints.Purposes & (Purposes.Protective | Purposes.Indicative)) != Purposes.None,
            Validity = endorsement.Validity,
            MadeAt = DateTimeOffset.FromUnixTimeSeconds(madeAt),
            Nonce = nonce.Select(b => (byte)b).ToArray(),
            Contact = contact,
            Grounds = [.. new[]
            {
                Ground(endorsement.Constraints.Purposes!.Value),
                Ground(endorsement.Constraints.Purposes!.Value) with
                {
                    Rule = EntitlementRule.OfNationalLaw("Examplia, Emblem Act 2003, § 4"),
                    Reference = "国际 12",
                },
            }.Take(grounds)],
        };

    /// <summary>A ground of entitlement.</summary>
    public static Entitlement Ground(Purposes purposes = Purposes.Protective) => new()
    {
        Purposes = purposes,
        Rule = EntitlementRule.OfTreaty("GC I", "44", "3"),
        Reference = "Decision 12/2026",
        DecidedOn = new DateOnly(2025, 11, 1),
        Competence = "Ministry of Health of Examplia; Emblem Act 2003, section 4",
    };

    /// <summary>Any item that the society may ask a key to sign.</summary>
    public static Gen<SigningItem> ItemsFor(VerificationKey key) => Gen.OneOf(
        [.. Enum.GetValues<TokenProfile>().SelectMany(TokensIn), TermsFor(key).Select(t => SigningItem.Of(t))]);

    /// <summary>Any request of the society to a key.</summary>
    public static Gen<SigningRequest> RequestsTo(VerificationKey key) =>
        from count in Gen.Choose(1, 4)
        from items in ItemsFor(key).ArrayOf(count)
        from madeAt in Gen.Choose(0, int.MaxValue)
        select SigningRequest.Create(
            TestTokens.Society, key, items.DistinctBy(i => (i.Token, i.Profile, i.Terms)), DateTimeOffset.FromUnixTimeSeconds(madeAt));

    private static IEnumerable<Gen<SigningItem>> TokensIn(TokenProfile profile) =>
    [
        TokenGenerators.Emblems(profile).Select(e => SigningItem.Of(e with { Issuer = TestTokens.Society }, profile)),
        TokenGenerators.Endorsements(profile).Select(e => SigningItem.Of(
            e with { Issuer = TestTokens.Society, MayEndorse = e.MayEndorse || e.Subject != TestTokens.Society }, profile)),
    ];
}
