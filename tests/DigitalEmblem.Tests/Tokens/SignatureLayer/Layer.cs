using System.Text.Json;

namespace DigitalEmblem.Tests.Tokens.SignatureLayer;

/// <summary>The layer beneath the profiles, as the public vectors know it: key, Sig_structure or signing input, signature.</summary>
internal static class Layer
{
    /// <summary>Whether a COSE_Sign1 message verifies; false also if it is no such message, or of another algorithm.</summary>
    public static bool Verifies(byte[] message, VerificationKey key, byte[]? external = null)
    {
        try
        {
            CoseSign1 cose = CoseSign1.Read(message);
            return StatedAlgorithm(cose) is var stated && (stated is null || SignatureAlgorithm.FromCose(stated.Value) == key.Algorithm)
                && key.Verify(cose.SigStructure(external), cose.Signature.Span);
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    /// <summary>Whether a JWS verifies; false also if it is none, or of another algorithm.</summary>
    public static bool Verifies(string jws, VerificationKey key)
    {
        try
        {
            JwsCompact compact = JwsCompact.Read(jws);
            return compact.Algorithm == key.Algorithm && key.Verify(compact.SigningInput, compact.Signature);
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// The public part of a JWK of the vectors: without private members, and with the algorithm of its curve where none is stated.
    /// </summary>
    public static VerificationKey PublicKey(JsonElement jwk)
    {
        var members = new Dictionary<string, object?>();
        foreach (JsonProperty member in jwk.EnumerateObject().Where(m => m.Name is not ("d" or "d_hex")))
        {
            // Hexadecimal members of cose-wg, and upstream's slip in wycheproof: the algorithm is ES512, not "ES521".
            (string name, object value) = member.Name switch
            {
                "x_hex" or "y_hex" => (member.Name[..1], Base64UrlText.Encode(Convert.FromHexString(member.Value.GetString()!))),
                "alg" when member.Value.GetString() == "ES521" => ("alg", "ES512"),
                _ => (member.Name, (object)member.Value),
            };
            members.Add(name, value);
        }

        using JsonDocument document = JsonDocument.Parse(JsonSerializer.Serialize(members));
        return JwkCodec.Read(document.RootElement, requireAlgorithm: false);
    }

    // The algorithm of the protected header; null if it has none (sign-pass-01 states it outside).
    private static long? StatedAlgorithm(CoseSign1 cose) =>
        cose.ProtectedHeader.IsEmpty ? null : CborCursor.ReadOne(cose.ProtectedHeader, cursor =>
        {
            long? algorithm = null;
            cursor.Map(label =>
            {
                if (label.Number == 1)
                {
                    algorithm = cursor.Integer();
                }
                else
                {
                    cursor.Skip();
                }
            });
            return algorithm;
        });
}
