using System.Buffers;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// Writes tokens of the JWS profile (core-00), as today's deployments do: members in the order of their names, and
/// nothing that the draft does not name.
/// </summary>
internal static class JwsWriter
{
    public static string Sign(EmblemToken token, SigningKey key) => JwsCompact.Sign(Header(token, key.PublicKey), Payload(token), key);

    /// <summary>The text that a key signs for a token: header and payload, ASCII.</summary>
    public static string SigningInput(EmblemToken token, VerificationKey key) =>
        JwsCompact.SigningInputOf(Header(token, key), Payload(token));

    /// <summary>One entry of a <c>log</c> claim.</summary>
    public static void WriteLogEntry(Utf8JsonWriter json, CommitmentEntry entry)
    {
        json.WriteStartObject();
        json.WriteString(ClaimNames.LogVersion, entry.LeafHash is null ? ClaimNames.StaticLog : ClaimNames.V1Log);
        json.WriteString(ClaimNames.LogId, entry.LogId.ToBase64());
        if (entry.LeafHash is { } hash)
        {
            json.WriteString(ClaimNames.LeafHash, hash.ToBase64());
        }
        else
        {
            json.WriteNumber(ClaimNames.LeafIndex, entry.LeafIndex!.Value);
        }

        json.WriteEndObject();
    }

    private static byte[] Header(EmblemToken token, VerificationKey key) => Json(json =>
    {
        json.WriteString("alg", key.Algorithm.JoseName);
        json.WriteString("cty", token is Emblem ? ClaimNames.EmblemContentType : ClaimNames.EndorsementContentType);
        json.WriteString("kid", key.JwkIdentifier.ToString());
        json.WriteString("typ", "JWT");
    });

    private static byte[] Payload(EmblemToken token) => Json(json =>
    {
        var emblem = token as Emblem;
        var endorsement = token as Endorsement;
        (long notBefore, long expires) = token.Validity.ToNumericDates();

        if (emblem is not null)
        {
            WriteTexts(json, ClaimNames.Assets, emblem.Assets.Select(a => a.ToString()));
        }

        WriteEmb(
            json,
            emblem is null ? endorsement!.Constraints : new EmblemConstraints { Purposes = emblem.Purposes, Channels = emblem.Channels });
        if (endorsement is not null)
        {
            json.WriteBoolean(ClaimNames.MayEndorse, endorsement.MayEndorse);
        }

        json.WriteNumber(ClaimNames.Expires, expires);
        if (token.IssuedAt is { } issuedAt)
        {
            json.WriteNumber(ClaimNames.IssuedAt, issuedAt.ToUnixTimeSeconds());
        }

        if (token.Issuer is { } issuer)
        {
            json.WriteString(ClaimNames.Issuer, issuer.ToString());
        }

        if (endorsement is not null)
        {
            json.WriteString(ClaimNames.EndorsedKey, endorsement.EndorsedKey.ToString());
            WriteLog(json, endorsement.Log);
        }

        json.WriteNumber(ClaimNames.NotBefore, notBefore);
        if (endorsement?.Subject is { } subject)
        {
            json.WriteString(ClaimNames.Subject, subject.ToString());
        }

        json.WriteString(ClaimNames.Version, ClaimNames.JwsVersion);
    });

    private static void WriteEmb(Utf8JsonWriter json, EmblemConstraints emb)
    {
        if (emb == EmblemConstraints.None)
        {
            return;
        }

        json.WriteStartObject(ClaimNames.Emblem);
        if (emb.Assets is { } assets)
        {
            WriteTexts(json, ClaimNames.Assets, assets.Select(a => a.ToString()));
        }

        if (emb.Channels is { } channels)
        {
            WriteTexts(json, ClaimNames.Channels, channels);
        }

        if (emb.Purposes is { } purposes)
        {
            WriteTexts(json, ClaimNames.Purposes, ClaimNames.JwsPurposes.Where(p => purposes.HasFlag(p.Purpose)).Select(p => p.Word));
        }

        if (emb.Window is { } window)
        {
            json.WriteNumber(ClaimNames.Window, window.Ticks / TimeSpan.TicksPerSecond);
        }

        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, ValueList<CommitmentEntry> log)
    {
        if (log.Count == 0)
        {
            return;
        }

        json.WriteStartArray(ClaimNames.Log);
        foreach (CommitmentEntry entry in log)
        {
            WriteLogEntry(json, entry);
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
