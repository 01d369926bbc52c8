using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Verifier.Tests.Model;

/// <summary>Tokens, the keys that are published, and what is known of commitments: everything that a result may depend on.</summary>
internal sealed record Deployment(
    TokenProfile Profile,
    ModelToken[] Tokens,
    int[] PublishedKeys,
    Dictionary<(string Organization, int Key), CommitmentOutcome> Commitments)
{
    private static readonly SoftwareSigningKey[] Keys =
        [.. Enumerable.Range(0, 6).Select(i => TestKeys.Of(SignatureAlgorithm.Ed25519, i)), TestKeys.Of(SignatureAlgorithm.ES256, 0)];

    public static int KeyCount => Keys.Length;

    /// <summary>The deployment as items on the wire: hexadecimal lines, or JWS and JWK lines.</summary>
    public IEnumerable<string> Lines() => Tokens.Select(Line).Concat(PublishedKeys.Select(KeyLine));

    public string Line(ModelToken token)
    {
        EmblemToken claims = Claims(token);
        if (Profile == TokenProfile.Jws)
        {
            string jws = Jws.SignUnsafe(claims, Keys[token.Signer]);
            return token.Corrupted ? jws[..^6] + (jws[^6] == 'A' ? 'B' : 'A') + jws[^5..] : jws;
        }

        byte[] cwt = Cwt.SignUnsafe(claims, Keys[token.Signer]);
        cwt[^6] ^= (byte)(token.Corrupted ? 1 : 0);
        return Convert.ToHexStringLower(cwt);
    }

    public string KeyLine(int key) =>
        Profile == TokenProfile.Jws ? Keys[key].PublicKey.ToJwk() : Convert.ToHexStringLower(Keys[key].PublicKey.ToCoseKey());

    public HeldEvidence Evidence() => HeldEvidence.OfUnsafe(Commitments.ToDictionary(
        c => (OrganizationIdentifier.Parse(c.Key.Organization), Keys[c.Key.Key].PublicKey.CoseIdentifier),
        c => new CommitmentEvidence(c.Value, ["As the model says."])));

    public VerifiedSet Verify() => Verify(Lines());

    public VerifiedSet Verify(IEnumerable<string> lines)
    {
        UnverifiedTokens tokens = UnverifiedTokens.Read(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', lines)));
        return new EmblemVerifier().Verify(tokens, Evidence(), TestTokens.Now).Sets.Single();
    }

    private EmblemToken Claims(ModelToken token)
    {
        OrganizationIdentifier? issuer = token.Issuer is null ? null : OrganizationIdentifier.Parse(token.Issuer);
        Validity validity = token.Timing switch
        {
            Timing.Expired => new Validity(TestTokens.Now.AddDays(-9), TestTokens.Now),
            Timing.Future => new Validity(TestTokens.Now.AddSeconds(601), TestTokens.Now.AddDays(9)),
            Timing.Soon => new Validity(TestTokens.Now.AddSeconds(600), TestTokens.Now.AddDays(9)),
            Timing.Ending => new Validity(TestTokens.Now, TestTokens.Now.AddSeconds(600)),
            _ => new Validity(TestTokens.Now, TestTokens.Now.AddSeconds(601)),
        };
        return token.IsEmblem
            ? new Emblem
            {
                Issuer = issuer,
                Validity = validity,
                Assets = [AssetIdentifier.Parse("www.society.example")],
                Purposes = (Purposes)token.Purposes
            }
            : new Endorsement
            {
                Issuer = issuer,
                Subject = token.Subject is null ? null : OrganizationIdentifier.Parse(token.Subject),
                Validity = validity,
                EndorsedKey = Keys[token.Endorsed].PublicKey.IdentifierIn(Profile),
                MayEndorse = token.MayEndorse,
                Constraints = new EmblemConstraints { Purposes = (Purposes)token.Purposes },
                Log = token.HasLog ? [TestTokens.LogEntry] : [],
            };
    }

    public override string ToString() =>
        $"{Profile}\n{string.Join('\n', Tokens.Select(t => t.ToString()))}\nkeys {string.Join(' ', PublishedKeys)}\n"
        + $"{string.Join('\n', Commitments.Select(c => $"{c.Key}: {c.Value}"))}";
}
