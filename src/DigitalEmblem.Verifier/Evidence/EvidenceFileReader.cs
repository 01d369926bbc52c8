using System.Text.Json;

namespace DigitalEmblem.Verifier;

/// <summary>Reads evidence files as <see cref="EvidenceFileJson"/> writes them. Nothing of them is verified.</summary>
internal static class EvidenceFileReader
{
    // A log list has some 200 kB, a revocation list some MB, and an input at most 1 MiB. Real files have less than 1 MiB.
    public const int MaxBytes = 64 * 1024 * 1024;

    // One command line may name a folder of small files.
    private const int MaxInputs = 1024;

    // One verdict needs a few of them; an input about many names needs a few for each name.
    private const int MaxChains = 1024;
    private const int MaxTexts = 1024;

    // A log list has some 200 kB, and a store keeps one for each day on which something was verified.
    private const int MaxLogLists = 64;

    public static EvidenceFile Read(ReadOnlyMemory<byte> utf8) => utf8.Length > MaxBytes
        ? throw new TokenFormatException($"an evidence file of more than {MaxBytes} bytes", fault: FormatFault.LimitExceeded)
        : StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
        {
            JsonFields.RequireFormat(root, EvidenceFileJson.Format, EvidenceFileJson.Version, "an evidence file");
            JsonElement stated = JsonFields.Object(root, "stated");
            return new EvidenceFile
            {
                Producer = JsonFields.PrintableText(root, "producer"),
                LawTexts = JsonFields.PrintableText(root, "lawTexts"),
                At = JsonFields.Instant(root, "at"),
                Asset = JsonFields.Optional(root, "asset") is { } asset
                    ? TokenFormatException.InPath("asset", () => TrustPolicyJson.Parsed(asset, AssetIdentifier.Parse))
                    : null,
                // A file without inputs would show no emblem, and that would read as "not marked".
                Inputs = JsonFields.List(root, "inputs", MaxInputs, ReadInput) is { Length: > 0 } inputs
                    ? inputs
                    : throw new TokenFormatException("it holds none", "inputs"),
                IhleType = ReadIhleType(root),
                Options = ReadVerifier(root),
                Policy = TrustPolicyJson.Read(root),
                Stated = ValueList.From(JsonFields.List(stated, "commitments", MaxTexts, ReadStated)),
                StatedIsComplete = JsonFields.Boolean(stated, "complete"),
                AllAssumed = JsonFields.Boolean(stated, "all"),
                Trust = ReadTrust(root),
                Material = ReadMaterial(root),
                Exposure = JsonFields.PrintableTexts(root, "exposure", MaxTexts),
            };
        });

    private static EvidenceInput ReadInput(JsonElement json) =>
        new(JsonFields.PrintableText(json, "name"), JsonFields.Bytes(json, "bytes"));

    private static int? ReadIhleType(JsonElement root) => JsonFields.Optional(root, "ihleType") is null ? null
        : JsonFields.Integer(root, "ihleType") is >= 1 and <= ushort.MaxValue and var type ? type
        : throw new TokenFormatException("no type of a DNS record", "ihleType");

    private static VerifierOptions ReadVerifier(JsonElement root) => TokenFormatException.InPath("verifier", () =>
    {
        JsonElement json = JsonFields.Object(root, "verifier");
        var options = new VerifierOptions
        {
            Keys = TrustPolicyJson.ReadKeys(json, "keys"),
            ClockSkew = JsonFields.Seconds(json, "clockSkew") ?? throw new TokenFormatException("required, and missing", "clockSkew"),
            SlowClock = JsonFields.Seconds(json, "slowClock") ?? throw new TokenFormatException("required, and missing", "slowClock"),
            Commitments = CommitmentRulesJson.Read(json),
        };
        try
        {
            _ = options.Checked();
            return options;
        }
        catch (ArgumentException e)
        {
            throw new TokenFormatException(e.Message.TrimEnd('.'));
        }
    });

    private static (OrganizationIdentifier, KeyIdentifier) ReadStated(JsonElement json) =>
        TrustPolicyJson.Parsed(json, TrustedAuthority.Parse) is { Key: { } key } pair
            ? (pair.Organization, key)
            : throw new TokenFormatException("it names no key");

    private static TransparencyTrust ReadTrust(JsonElement root)
    {
        ReadOnlyMemory<byte>[] roots = JsonFields.ByteStrings(root, "roots", MaxChains);
        return new TransparencyTrust
        {
            Logs = JsonFields.Optional(root, "logList") is null
                ? null
                : TokenFormatException.InPath("logList", () => LogList.Read(JsonFields.Bytes(root, "logList"))),
            Roots = TokenFormatException.InPath(
                "roots",
                () => RootStore.Of(roots, $"the {roots.Length} root{(roots.Length == 1 ? "" : "s")} that the evidence file brings")),
            RevocationLists = [.. JsonFields.List(
                root, "revocationLists", MaxChains, one => RevocationList.Read(JsonFields.Base64(one, "")))
                .SelectMany(l => l)],
        };
    }

    private static CommitmentMaterial ReadMaterial(JsonElement root)
    {
        BindingChain[] chains = JsonFields.List(root, "chains", MaxChains, ReadChain);
        // Each chain costs a search for a path, and a real certificate is held in one or two chains.
        if (chains.GroupBy(c => Sha256Digest.Of(c.Certificates[0].Span)).Any(same => same.Count() > TransparencyLimits.MaxEvidence))
        {
            throw new TokenFormatException(
                $"more than {TransparencyLimits.MaxEvidence} of one certificate", "chains", fault: FormatFault.LimitExceeded);
        }

        Dictionary<Sha256Digest, SignedLogList> lists = [];
        foreach (SignedLogList list in JsonFields.List(root, "logLists", MaxLogLists, CommitmentRecordJson.ReadList))
        {
            lists[list.Digest] = list;
        }

        var silent = new Dictionary<CommitmentEntry, string>();
        foreach ((CommitmentEntry entry, string reason) in JsonFields.List(root, "unanswered", MaxChains, ReadUnanswered))
        {
            silent[entry] = reason;
        }

        var listed = new Dictionary<CommitmentEntry, SignedLogList>();
        foreach ((CommitmentEntry entry, Sha256Digest digest) in JsonFields.List(
            root, "listedBy", MaxChains, CommitmentRecordJson.ReadListing))
        {
            listed[entry] = lists.TryGetValue(digest, out SignedLogList? list)
                ? list
                : throw new TokenFormatException("a log list that the file does not hold", "listedBy");
        }

        return CommitmentMaterial.Of(chains, JsonFields.List(root, "logged", MaxChains, LoggedEntryJson.Read), silent, listed);
    }

    private static BindingChain ReadChain(JsonElement json) =>
        BindingChain.Of(
            JsonFields.ByteStrings(json, "certificates", TransparencyLimits.MaxChainLength), JsonFields.PrintableText(json, "where"));

    private static (CommitmentEntry, string) ReadUnanswered(JsonElement json) =>
        (JwsReader.ReadLogEntry(JsonFields.Required(json, "entry")), JsonFields.PrintableText(json, "reason"));
}
