using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// Single tokens and keys made by the Go prototype, one property or fault each. If one fails, we and another
/// implementation disagree on what is published.
/// </summary>
public class ProtoTokensTests
{
    [CorpusFact]
    public void Tokens_EachOfTheCorpus_HasTheStatedOutcome()
    {
        JsonElement corpus = Corpora.Json("adem-proto/tokens.json");
        DateTimeOffset at = corpus.GetProperty("at").GetDateTimeOffset();
        var wrong = new List<string>();
        int count = 0;
        foreach (JsonElement vector in corpus.GetProperty("tokens").EnumerateArray())
        {
            count++;
            VerificationKey key = VerificationKey.FromCoseKey(Convert.FromHexString(vector.GetProperty("key").GetString()!));
            string outcome = Judge(Convert.FromHexString(vector.GetProperty("item").GetString()!), key, at);
            string expected = vector.GetProperty("outcome").GetString()!;
            if (expected != "either" && outcome.StartsWith("accept", StringComparison.Ordinal) != (expected == "accept"))
            {
                wrong.Add($"{vector.GetProperty("id")}: {vector.GetProperty("what")}: {outcome}, expected {expected}");
            }
        }

        Assert.Equal(110, count);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [CorpusFact]
    public void Keys_EachOfTheCorpus_HasTheStatedOutcomeIdentifierAndForms()
    {
        int count = 0, identified = 0;
        foreach (JsonElement vector in Corpora.Json("adem-proto/tokens.json").GetProperty("keys").EnumerateArray())
        {
            count++;
            byte[] item = Convert.FromHexString(vector.GetProperty("item").GetString()!);
            if (vector.GetProperty("outcome").GetString() == "refuse")
            {
                Assert.Throws<TokenFormatException>(() => VerificationKey.FromCoseKey(item));
                continue;
            }

            VerificationKey key = VerificationKey.FromCoseKey(item);
            identified += Agrees(vector, "kid", key.CoseIdentifier.ToString());
            Agrees(vector, "spki", Convert.ToBase64String(key.ToSubjectPublicKeyInfo()));
            Assert.Equal(key, VerificationKey.FromSubjectPublicKeyInfo(key.ToSubjectPublicKeyInfo()));
            Assert.Equal(key, VerificationKey.FromCoseKey(key.ToCoseKey()));
        }

        Assert.Equal(23, count);
        Assert.True(identified >= 9, "Too few vectors state an identifier.");
    }

    // Keys that the prototype cannot read come without what it would have computed from them.
    private static int Agrees(JsonElement vector, string member, string actual)
    {
        if (!vector.TryGetProperty(member, out JsonElement expected))
        {
            return 0;
        }

        Assert.Equal(expected.GetString(), actual);
        return 1;
    }

    private static string Judge(byte[] item, VerificationKey key, DateTimeOffset at)
    {
        try
        {
            UnverifiedToken token = Cwt.Read(item);
            return token.KeyIdentifier != key.CoseIdentifier ? "refuse: another kid"
                : !token.IsSignedBy(key) ? "refuse: signature"
                : !token.Claims.Validity.Contains(at) ? "refuse: time"
                : "accept";
        }
        catch (TokenFormatException e)
        {
            return $"refuse: {e.Message}";
        }
    }
}
