using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>
/// Whole sets judged by the Go prototype. If one fails, two validators give different answers on the same emblem, and one of them is wrong.
/// </summary>
public class ProtoDeploymentsTests
{
    [CorpusFact]
    public void Sets_EachOfTheCorpusInBothForms_HasTheStatedLevelIssuerAndEndorsers()
    {
        JsonElement corpus = Corpora.Json("adem-proto/deployments.json");
        DateTimeOffset at = corpus.GetProperty("at").GetDateTimeOffset();
        var wrong = new List<string>();
        int sets = 0, newest = 0;
        foreach (JsonElement vector in corpus.GetProperty("sets").EnumerateArray())
        {
            sets++;
            wrong.AddRange(Compare(vector, "items", at));
            if (vector.TryGetProperty("items_newest", out _))
            {
                newest++;
                wrong.AddRange(Compare(vector, "items_newest", at));
            }
        }

        Assert.Equal(160, sets);
        // The README of the corpus says 77; the file holds 76.
        Assert.Equal(76, newest);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static IEnumerable<string> Compare(JsonElement vector, string form, DateTimeOffset at)
    {
        byte[] bundle = TokenBundleOf(vector.GetProperty(form));
        ValueList<VerificationKey> trusted =
            [.. vector.GetProperty("trusted").EnumerateArray()
                .Select(k => VerificationKey.FromCoseKey(Convert.FromHexString(k.GetString()!)))];
        var verifier = new EmblemVerifier(new VerifierOptions { Keys = trusted });
        HeldEvidence evidence = HeldEvidence.Stated(
            vector.GetProperty("committed").EnumerateArray()
                .Select(c => (OrganizationIdentifier.Parse(c[0].GetString()!), KeyIdentifier.Parse(c[1].GetString()!))),
            noOthers: true);
        Verdict verdict = (TrustPolicy.Default with { RequiredLevel = SecurityLevel.Signed, TrustedKeys = trusted }).Decide(
            verifier.Verify(UnverifiedTokens.Read(bundle), evidence, at));

        string expected = string.Join(
            '|',
            vector.GetProperty("level").GetString(),
            vector.TryGetProperty("issuer", out JsonElement issuer) ? issuer.GetString() : "",
            string.Join(", ", vector.GetProperty("endorsed_by").EnumerateArray().Select(e => e.GetString())),
            vector.GetProperty("peer_levels").EnumerateArray().Any(l => l.GetString()!.EndsWith("-TRUSTED", StringComparison.Ordinal)));
        string actual = string.Join(
            '|',
            verdict.Level.ToString().ToUpperInvariant(),
            verdict.Level >= SecurityLevel.Organizational ? verdict.Issuer : "",
            verdict.EndorsedBy,
            verdict.Trusted);
        return expected == actual
            ? []
            : [$"{vector.GetProperty("id")} {form} {vector.GetProperty("features")}: {actual}, expected {expected}: {verdict.Reason}"];
    }

    // Written by hand, because the library's bundle writer refuses items that are no tokens.
    private static byte[] TokenBundleOf(JsonElement items)
    {
        var writer = new System.Formats.Cbor.CborWriter();
        writer.WriteStartArray(items.GetArrayLength());
        foreach (JsonElement item in items.EnumerateArray())
        {
            writer.WriteByteString(Convert.FromHexString(item.GetString()!));
        }

        writer.WriteEndArray();
        return writer.Encode();
    }
}
