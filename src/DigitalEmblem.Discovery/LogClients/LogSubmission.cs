using System.Text.Json;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Submits certificates as they are to logs (RFC 6962, 4.1, which static logs have too). What the log answers is believed only with its
/// signature: a promise that it will show the certificate, within a day as a rule, at the entry that is returned.
/// </summary>
internal sealed class LogSubmission(HttpClient client)
{
    private readonly LogRequests _requests = new(client);

    /// <summary>Submits a certificate, with those above it.</summary>
    /// <param name="log">The log, which has an address for it.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The entry that the log promises.</returns>
    /// <exception cref="LogUnansweredException">
    /// The log did not take it, or did not answer, or not with its promise. The message is a clause about the log.
    /// </exception>
    public async Task<CommitmentEntry> SubmitAsync(TransparencyLog log, BindingChain chain, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            new LogSubmissionBody([.. chain.Certificates.Select(c => Convert.ToBase64String(c.Span))]),
            LogSubmissionJson.Default.LogSubmissionBody);
        byte[] answer = await _requests.PostAsync(
            new Uri(log.SubmissionUrl!, "ct/v1/add-chain"), json, TransparencyLimits.MaxHeadBytes, cancellationToken).ConfigureAwait(false)
            ?? throw new LogUnansweredException(
                "it does not take the certificate: most likely it takes none of this authority, or none that ends then");
        try
        {
            SignedCertificateTimestamp promise = StrictJson.ReadObject(answer, ReadPromise);
            var leaf = LogLeaf.OfCertificate(promise.Milliseconds, chain.Certificates[0].ToArray(), promise.Extensions);
            return !log.IsPromisedBy(promise, leaf) ? throw new LogUnansweredException("its promise is not signed by its key")
                : log.Kind == LogKind.Rfc6962 ? CommitmentEntry.InV1Log(log.Id, leaf.Hash)
                : promise.LeafIndex is { } index ? CommitmentEntry.InStaticLog(log.Id, index)
                : throw new LogUnansweredException("its promise states no index");
        }
        catch (TokenFormatException e)
        {
            throw new LogUnansweredException($"its promise cannot be read: {e.Message}");
        }
    }

    private static SignedCertificateTimestamp ReadPromise(JsonElement root)
    {
        static byte[] Bytes(JsonElement root, string name)
        {
            string text = StrictJson.RequiredText(root, name);
            byte[] bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out int length)
                ? bytes[..length]
                : throw new TokenFormatException("no base64", name);
        }

        static ulong? Number(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number) ? number : null;

        byte[] extensions = Bytes(root, "extensions"), id = Bytes(root, "id"), signature = Bytes(root, "signature");
        if (id.Length != Sha256Digest.Length || extensions.Length > ushort.MaxValue || Number(root, "sct_version") != 0
            || Number(root, "timestamp") is not { } milliseconds)
        {
            throw new TokenFormatException("no promise of version 1");
        }

        return SignedCertificateTimestamp.Read(
            [.. new TlsWriter().UInt8(0).Digest(new Sha256Digest(id)).UInt64(milliseconds).Opaque16(extensions).ToArray(), .. signature]);
    }
}
