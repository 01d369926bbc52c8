using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>What Certificate Transparency logs and their lists say.</summary>
internal static class LogTargets
{
    private static readonly IReadOnlyList<byte[]> JsonWords = Text.Words(
        "\"operators\":[", "\"logs\":null", "\"tiled_logs\":[", "\"log_id\":", "\"key\":", "\"state\":{\"retired\":{\"timestamp\":\"",
        "\"temporal_interval\":{", "\"usable\"", "[", "]", "{", "}", "null",
        "\"2026-01-01T00:00:00Z\"", "\"9999-99-99T00:00:00Z\"");

    private static readonly GuardedName Guarded = new(OrganizationIdentifier.Parse("https://society.example"));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("sct-list", SctList) { Words = [[0x00, 0x00], [0xff, 0xff], [0x04, 0x03, 0x00], [0x00, 0x00, 0x05]] },
        new("log-leaf", ReadLeaf) { Words = [[0x00, 0x00], [0x00, 0x01], [0xff, 0xff, 0xff]] },
        new("data-tile", DataTile) { Words = [[0x00, 0x00], [0x00, 0x01], [0xff, 0xff, 0xff]] },
        new("followed-leaf", FollowedLeaves)
        {
            Words = Text.Words("adem-configuration.", "*.", "xn--", ".society.example", "s0ciety", "\u202e"), BaseBytes = 1 << 20
        },
        new("log-progress", Progress),
        new("log-list", LogLists) { Words = JsonWords, BaseBytes = 512 << 10 },
        new("log-key", input => Invariant.Read(() => LogKey.Read(input.ToArray()))),
        new("checkpoint", Checkpoints) { Words = Text.Words("\n\n\u2014 ", "\n", "log.test/2026", " ", "=") },
        new("evidence-file", EvidenceFiles)
        {
            Words = Text.Words("\"inputs\":[", "\"stated\":{", "\"all\":true", "null", "\"roots\":[", "\"logList\":\""),
            BaseBytes = 1 << 20
        },
        new("commitment-record", CommitmentRecords)
        {
            Words = Text.Words("\"records\":[", "\"chains\":[", "\"logged\":[", "null", "\"verifiedAt\":\""),
            BaseBytes = 512 << 10
        },
    ];

    private static void SctList(ReadOnlyMemory<byte> input)
    {
        Invariant.Read(() => SignedCertificateTimestamp.ReadList(input.Span));
        Invariant.Read(() => SignedCertificateTimestamp.Read(input.Span));
    }

    private static void ReadLeaf(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => LogLeaf.Read(input.Span)) is { } leaf)
        {
            Invariant.SameBytes(input.Span, leaf.Encoded, "a leaf");
            Invariant.Equal(MerkleTree.HashLeaf(input.Span), leaf.Hash, "the hash of a leaf");
        }
    }

    private static void DataTile(ReadOnlyMemory<byte> input)
    {
        Invariant.Read(() =>
        {
            var reader = new TlsReader(input.Span);
            var leaves = new List<TileLeaf>();
            while (!reader.AtEnd)
            {
                leaves.Add(TileLeaf.Read(ref reader));
            }

            return leaves;
        });
    }

    private static void FollowedLeaves(ReadOnlyMemory<byte> input)
    {
        var leaf = FollowedLeaf.Of(input.ToArray());
        if (LoggedCertificate.TryRead(leaf, out LoggedCertificate? certificate)
            && new CertificateLook([Guarded], KnownCertificates.None, domains: true).At(leaf, 0, certificate) is { } sighting)
        {
            Invariant.Holds(sighting.Names.Count is >= 1 and <= LogSighting.MostNames, "a sighting names none, or too many");
            foreach (string text in (string[])[.. sighting.Names, sighting.Issuer, sighting.Serial])
            {
                Invariant.Harmless(text, "a sighting");
            }
        }
    }

    // The checksum is right, so that what is behind it is reached.
    private static void Progress(ReadOnlyMemory<byte> input)
    {
        byte[] stored = [.. input.Span, .. Sha256Digest.Of(input.Span).ToArray()];
        if (Invariant.Read(() => LogProgressCodec.Read(stored)) is { } progress)
        {
            Invariant.SameBytes(stored, LogProgressCodec.Write(progress), "the progress in a log");
        }
    }

    private static void LogLists(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => LogList.Read(input)) is not { } list)
        {
            return;
        }

        foreach (TransparencyLog log in list.Logs)
        {
            Invariant.Harmless($"{log}", "the name of a log");
            Invariant.Equal(log, list.Find(log.Id), "a log by its identifier");
        }
    }

    private static void Checkpoints(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => Checkpoint.Read(input.Span)) is { } checkpoint)
        {
            Invariant.Holds(
                Text.Of(input).StartsWith(checkpoint.Text, StringComparison.Ordinal),
                "the signed text of a checkpoint does not stand in it");
        }
    }

    private static void CommitmentRecords(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => CommitmentRecord.ReadJson(input)) is { } records)
        {
            byte[] written = CommitmentRecord.WriteJson(records);
            Invariant.SameBytes(written, CommitmentRecord.WriteJson(CommitmentRecord.ReadJson(written)), "records of commitments");
        }
    }

    private static void EvidenceFiles(ReadOnlyMemory<byte> input)
    {
        if (Invariant.Read(() => EvidenceFile.Read(input)) is { } file)
        {
            byte[] written = file.ToJson();
            Invariant.SameBytes(written, EvidenceFile.Read(written).ToJson(), "an evidence file");
            HeldEvidence held = file.Held(TransparencyTrust.None);
            Invariant.Holds(
                file.Tokens().All(tokens =>
                    TrustPolicy.Default.Decide(new EmblemVerifier().Verify(tokens, held, file.At)).Outcome != VerdictOutcome.Marked),
                "a file showed a commitment to one who trusts nobody");
        }
    }
}
