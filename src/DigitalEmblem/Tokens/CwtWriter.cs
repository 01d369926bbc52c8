using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;

namespace DigitalEmblem;

/// <summary>
/// Writes CWTs of the profile (core-02), and nothing that it does not name. Keys of maps stand in the bytewise order of
/// their encodings (RFC 8949, 4.2.1).
/// </summary>
internal static class CwtWriter
{
    public static byte[] Sign(EmblemToken token, SigningKey key)
    {
        byte[] payload = Payload(token);
        return key.Ecdsa is { } ecdsa ? SignWithCose(payload, key, ecdsa) : SignByHand(payload, key);
    }

    private static byte[] SignWithCose(byte[] payload, SigningKey key, ECDsa ecdsa)
    {
        // The library adds alg itself; it writes labels in the order they were added.
        var headers = new CoseHeaderMap
        {
            { CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes(key.PublicKey.CoseIdentifier.ToArray()) },
            { new CoseHeaderLabel(ClaimNames.CoseType), CoseHeaderValue.FromString(ClaimNames.MediaType) },
        };
        return CoseSign1Message.SignEmbedded(payload, new CoseSigner(ecdsa, key.Algorithm.Hash, headers));
    }

    private static byte[] SignByHand(byte[] payload, SigningKey key)
    {
        byte[] header = ProtectedHeader(key.PublicKey);
        return CoseSign1.Write(header, payload, key.Sign(CoseSign1.SigStructure(header, externalData: default, payload)));
    }

    /// <summary>The protected header of what <paramref name="key"/> signs: alg, kid, typ.</summary>
    public static byte[] ProtectedHeader(VerificationKey key, string type = ClaimNames.MediaType)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(3);
        writer.WriteInt32(ClaimNames.CoseAlgorithm);
        writer.WriteInt32(key.Algorithm.CoseAlgorithm);
        writer.WriteInt32(ClaimNames.CoseKeyId);
        writer.WriteByteString(key.CoseIdentifier.ToArray());
        writer.WriteInt32(ClaimNames.CoseType);
        writer.WriteTextString(type);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>The claims as they are signed.</summary>
    public static byte[] Payload(EmblemToken token)
    {
        var emblem = token as Emblem;
        var endorsement = token as Endorsement;
        (long notBefore, long expires) = token.Validity.ToNumericDates();

        var claims = new List<Action<CborWriter>>();
        void Claim(object label, Action<CborWriter> value) => claims.Add(w =>
        {
            WriteLabel(w, label);
            value(w);
        });

        if (token.Issuer is { } issuer)
        {
            Claim(ClaimNames.CwtIssuer, w => w.WriteTextString(issuer.ToString()));
        }

        if (endorsement?.Subject is { } subject)
        {
            Claim(ClaimNames.CwtSubject, w => w.WriteTextString(subject.ToString()));
        }

        Claim(ClaimNames.CwtExpires, w => w.WriteInt64(expires));
        Claim(ClaimNames.CwtNotBefore, w => w.WriteInt64(notBefore));
        if (token.IssuedAt is { } issuedAt)
        {
            Claim(ClaimNames.CwtIssuedAt, w => w.WriteInt64(issuedAt.ToUnixTimeSeconds()));
        }

        if (endorsement is not null)
        {
            Claim(ClaimNames.MayEndorse, w => w.WriteBoolean(endorsement.MayEndorse));
            Claim(ClaimNames.EndorsedKey, w => w.WriteByteString(endorsement.EndorsedKey.ToArray()));
            if (endorsement.Log.Count > 0)
            {
                Claim(ClaimNames.Log, w => WriteLog(w, endorsement.Log));
            }
        }

        Claim(ClaimNames.Purposes, w => w.WriteUInt32((uint)(emblem?.Purposes ?? endorsement?.Constraints.Purposes ?? Purposes.None)));
        Claim(ClaimNames.Version, w => w.WriteUInt32(ClaimNames.CwtVersion));
        if (emblem is not null)
        {
            Claim(ClaimNames.Assets, w => WriteAssets(w, emblem.Assets));
        }

        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteStartMap(claims.Count);
        claims.ForEach(write => write(writer));
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static void WriteLabel(CborWriter writer, object label)
    {
        if (label is int number)
        {
            writer.WriteInt32(number);
        }
        else
        {
            writer.WriteTextString((string)label);
        }
    }

    private static void WriteAssets(CborWriter writer, ValueList<AssetIdentifier> assets)
    {
        writer.WriteStartArray(assets.Count);
        foreach (AssetIdentifier asset in assets)
        {
            writer.WriteTextString(asset.ToString());
        }

        writer.WriteEndArray();
    }

    internal static void WriteLog(CborWriter writer, ValueList<CommitmentEntry> log)
    {
        writer.WriteStartArray(log.Count);
        foreach (CommitmentEntry entry in log)
        {
            writer.WriteStartMap(2);
            writer.WriteTextString(ClaimNames.LogId);
            writer.WriteByteString(entry.LogId.ToArray());
            if (entry.LeafHash is { } hash)
            {
                writer.WriteTextString(ClaimNames.LeafHash);
                writer.WriteByteString(hash.ToArray());
            }
            else
            {
                writer.WriteTextString(ClaimNames.LeafIndex);
                writer.WriteUInt64(entry.LeafIndex!.Value);
            }

            writer.WriteEndMap();
        }

        writer.WriteEndArray();
    }
}
