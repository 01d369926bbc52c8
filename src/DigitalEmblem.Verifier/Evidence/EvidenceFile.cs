using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>
/// All that a verdict rested on, as it was received, in a file that can be judged again, anywhere and offline (spec/evidence-file.md;
/// decisions.md, 37). Nothing in it is believed: tokens, certificates and proofs are verified anew, and the log list and roots in it count
/// only where <see cref="HeldByItsAnchorsUnsafe"/> says so. Immutable.
/// </summary>
/// <example>
/// <code>
/// EvidenceFile file = EvidenceFile.Read(bytes);
/// foreach (UnverifiedTokens tokens in file.Tokens())
/// {
///     VerifiedTokens verified = verifier.Verify(tokens, file.Held(trust), file.At);
///     Verdict verdict = policy.Decide(verified, file.Asset ?? tokens.DefaultAsset);
/// }
/// </code>
/// </example>
public sealed record EvidenceFile
{
    /// <summary>Which program made it, with its versions, for people.</summary>
    public string Producer { get; init; } = "";

    /// <summary>The version of the law texts by which its maker's verdict was worded (<see cref="LawTexts.Version"/>).</summary>
    public string LawTexts { get; init; } = DigitalEmblem.LawTexts.Version;

    /// <summary>The instant of judgement.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The name or address that was asked about; null if none was named.</summary>
    public AssetIdentifier? Asset { get; init; }

    /// <summary>What was judged, as it was received.</summary>
    public required IReadOnlyList<EvidenceInput> Inputs { get; init; }

    /// <summary>The record type's number for IHLE by which the inputs were read; null for the default.</summary>
    public int? IhleType { get; init; }

    /// <summary>The options of the verifier. Its cache and parallelism are not kept.</summary>
    public required VerifierOptions Options { get; init; }

    /// <summary>The policy that decided.</summary>
    public required TrustPolicy Policy { get; init; }

    /// <summary>What commitments were verified from: chains, entries with their proofs, and why logs delivered none.</summary>
    public CommitmentMaterial Material { get; internal init; } = CommitmentMaterial.None;

    /// <summary>The log list, the roots that paths led to, and what was revoked.</summary>
    public TransparencyTrust Trust { get; internal init; } = TransparencyTrust.None with { Roots = RootStore.Of([], "no root") };

    /// <summary>Commitments that the maker took as given. They count only as <see cref="Trust"/> does.</summary>
    public ValueList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated { get; init; } = [];

    /// <summary>Whether the maker took every other commitment as refuted.</summary>
    public bool StatedIsComplete { get; init; }

    /// <summary>Whether the maker took every commitment as given.</summary>
    public bool AllAssumed { get; init; }

    /// <summary>
    /// Who could have learned of the questions when the evidence was gathered, in sentences; this is the maker's statement.
    /// </summary>
    public IReadOnlyList<string> Exposure { get; internal init; } = [];

    /// <summary>What the maker concluded of each commitment, for people; never read back.</summary>
    public IReadOnlyList<GatheredEvidence> Gathered { get; private init; } = [];

    /// <summary>A copy with what was gathered. Of the material and the roots it holds only what the answers rest on.</summary>
    /// <param name="gathered">The answers, one for each name that was judged.</param>
    /// <param name="material">What they were verified from.</param>
    /// <param name="trust">Whom the maker trusts.</param>
    public EvidenceFile With(IReadOnlyList<GatheredEvidence> gathered, CommitmentMaterial material, TransparencyTrust trust)
    {
        ArgumentNullException.ThrowIfNull(gathered);
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(trust);
        CommitmentMaterial about = material.About([.. gathered.SelectMany(g => g.Answers.Keys).Distinct()]);
        IReadOnlyList<ReadOnlyMemory<byte>> roots = trust.Roots.RootsOf(about.Paths());
        return this with
        {
            Gathered = [.. gathered],
            Material = about,
            Trust = trust with { Roots = RootStore.Of(roots, $"{roots.Count} roots") },
            Exposure = [.. gathered.SelectMany(g => g.Exposure).Distinct()],
        };
    }

    /// <summary>The file: JSON in UTF-8, version 1. The same content gives the same bytes.</summary>
    public byte[] ToJson() => EvidenceFileJson.Write(this);

    /// <summary>Reads a file. Nothing in it is verified.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <exception cref="TokenFormatException">It is no evidence file, is of another version, or exceeds a limit.</exception>
    public static EvidenceFile Read(ReadOnlyMemory<byte> utf8) => EvidenceFileReader.Read(utf8);

    /// <summary>The tokens and keys of the inputs, separated by the names that they are about.</summary>
    public IReadOnlyList<UnverifiedTokens> Tokens() =>
        UnverifiedTokens.Combine(
            Inputs.Select(input => UnverifiedTokens.Read(input.Bytes, input.Name, Options.Limits, ihleType: IhleType)), Options.Limits)
            .ByOwner();

    /// <summary>
    /// What the file holds about commitments, verified with the logs and roots that the reader trusts. Revocation lists
    /// of both count: their issuers signed them.
    /// </summary>
    /// <param name="trust">Whom the reader trusts.</param>
    public HeldEvidence Held(TransparencyTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return HeldEvidence.Of(Material, trust with { RevocationLists = [.. trust.RevocationLists, .. Trust.RevocationLists] }, Exposure);
    }

    /// <summary>
    /// The same with the file's own log list, roots and stated commitments. The maker of the file can have made these too, so that anything
    /// looks proven; therefore the result names them among its assumptions.
    /// </summary>
    public HeldEvidence HeldByItsAnchorsUnsafe()
    {
        if (AllAssumed)
        {
            return HeldEvidence.AssumeCommittedUnsafe;
        }

        HeldEvidence held = HeldEvidence.Of(Material, Trust, Exposure, [AnchorsInWords()]);
        return Stated.Count == 0 && !StatedIsComplete
            ? held
            : HeldEvidence.Stated(Stated, StatedIsComplete, StatedIsComplete ? null : held);
    }

    private string AnchorsInWords()
    {
        string list = Trust.Logs is { } logs
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the log list of {logs.Timestamp:yyyy-MM-dd} (SHA-256 {Sha256Digest.Of(logs.Document.Span)})")
            : "no log list";
        string roots = Trust.Roots.Certificates.Count == 0
            ? "no root"
            : $"the roots {string.Join(", ", Trust.Roots.Certificates.Select(c => $"SHA-256 {Sha256Digest.Of(c.Span)}"))}";
        return $"Commitments were verified by what the evidence file itself brings: {list}, and {roots}. "
            + "That these are genuine was not checked.";
    }
}
