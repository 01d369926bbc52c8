using DigitalEmblem.Verifier;
using System.Buffers;

namespace DigitalEmblem.Discovery;

/// <summary>
/// What a scan says of one line: the verdict in brief (spec/scan.md). <c>emblem check</c> gives the whole verdict for the name.
/// </summary>
public sealed class ScanResult
{
    /// <summary>
    /// The version of the documented form of lines and rows. Members may be added within a version; none is removed, or
    /// changes its meaning.
    /// </summary>
    public const int FormVersion = 2;

    // Results wait for the results before them, so a few long reasons must not fill the memory of a scan.
    private const int MaxReason = 512;

    private static readonly FindingCode[] JustNoEmblem = [FindingCode.NoEmblem];

    private ScanResult(ScanLine line) => Line = line;

    /// <summary>The line that is answered.</summary>
    public ScanLine Line { get; }

    /// <summary>The answer; <see cref="VerdictOutcome.Indeterminate"/> if the line is no name.</summary>
    public VerdictOutcome Outcome { get; private init; }

    /// <summary>What is shown.</summary>
    public SecurityLevel Level { get; private init; }

    /// <summary>What the unanswered questions leave possible.</summary>
    public SecurityLevel LevelAtMost { get; private init; }

    /// <summary>Whether a key or authority that the validator trusts carries the result.</summary>
    public bool Trusted { get; private init; }

    /// <summary>The organization that the emblem names; null if none is shown.</summary>
    public OrganizationIdentifier? Issuer { get; private init; }

    /// <summary>The organizations whose endorsement was shown.</summary>
    public ValueList<OrganizationIdentifier> EndorsedBy { get; private init; } = [];

    /// <summary>The purposes that the emblem states; null if it states none, or none is shown.</summary>
    public Purposes? Purposes { get; private init; }

    /// <summary>Those of the emblem's assets that cover the name; empty if none does, or no emblem is shown.</summary>
    public ValueList<AssetIdentifier> Assets { get; private init; } = [];

    /// <summary>The first instant at which all that the verdict rests on is valid; null without an emblem.</summary>
    public DateTimeOffset? ValidFrom { get; private init; }

    /// <summary>The first instant at which something that the verdict rests on is no longer valid; null without an emblem.</summary>
    public DateTimeOffset? ValidUntil { get; private init; }

    /// <summary>The instant of judgement; null if the line is no name.</summary>
    public DateTimeOffset? At { get; private init; }

    /// <summary>How it is known that no emblem is published; null unless the outcome is <see cref="VerdictOutcome.NotMarked"/>.</summary>
    public AbsenceProof? Absence { get; private init; }

    /// <summary>What was taken as given without a check, in sentences.</summary>
    public IReadOnlyList<string> Assumptions { get; private init; } = [];

    /// <summary>The set that decided: its source, profile, and ID if it has one; null if it shows no emblem.</summary>
    public string? Set { get; private init; }

    /// <summary>The codes of all findings on the set that decided, and of those for which tokens of it were discarded; each once.</summary>
    public IReadOnlyList<FindingCode> Findings { get; private init; } = [];

    /// <summary>The main reason, in a sentence, where the outcome alone does not say it; null for Marked and NotMarked.</summary>
    public string? Reason { get; private init; }

    /// <summary>Writes it as one JSON object without a line end (spec/scan.md).</summary>
    /// <param name="output">Where to.</param>
    public void WriteJson(IBufferWriter<byte> output) => ScanJson.Write(this, output);

    /// <summary>Writes it as one row of CSV with its line end (RFC 4180; spec/scan.md). No cell begins a formula.</summary>
    /// <param name="output">Where to.</param>
    public void WriteCsv(IBufferWriter<byte> output) => ScanCsv.Write(this, output);

    /// <summary>Writes the header of the CSV form with its line end.</summary>
    /// <param name="output">Where to.</param>
    public static void WriteCsvHeader(IBufferWriter<byte> output) => ScanCsv.WriteHeader(output);

    /// <summary>An upper bound of the bytes that the result takes in memory while it waits for those before it.</summary>
    internal int Bytes =>
        512 + (2 * (Line.Text.Length + (Reason?.Length ?? 0) + (Set?.Length ?? 0))) + (128 * EndorsedBy.Count) + (512 * Assets.Count);

    internal static ScanResult NotAName(ScanLine line) => new(line)
    {
        Outcome = VerdictOutcome.Indeterminate,
        Level = SecurityLevel.Unknown,
        LevelAtMost = SecurityLevel.Endorsed,
        Findings = [FindingCode.NotAName],
        Reason = "The line is no domain name, and nobody was asked.",
    };

    /// <summary>The answer for a line that failed by a fault of this program.</summary>
    internal static ScanResult Failed(ScanLine line, Finding fault, DateTimeOffset at) => new(line)
    {
        Outcome = VerdictOutcome.Indeterminate,
        Level = SecurityLevel.Unknown,
        LevelAtMost = SecurityLevel.Endorsed,
        At = at,
        Findings = [fault.Code],
        Reason = Cut(fault.Message),
    };

    internal static ScanResult Of(ScanLine line, Verdict verdict) => new(line)
    {
        Outcome = verdict.Outcome,
        Level = verdict.Level,
        LevelAtMost = verdict.LevelAtMost,
        Trusted = verdict.Trusted,
        Issuer = verdict.Issuer,
        EndorsedBy = verdict.EndorsedBy,
        Purposes = verdict.Purposes,
        Assets = verdict is { Assets.Count: > 0, Asset: { } asset }
            ? ValueList.From(verdict.Assets.Where(a => a.Covers(asset)).Distinct())
            : [],
        ValidFrom = verdict.ValidFrom,
        ValidUntil = verdict.ValidUntil,
        At = verdict.At,
        Absence = verdict.Outcome == VerdictOutcome.NotMarked ? ProofOf(verdict.Sources) : null,
        Assumptions = verdict.Assumptions,
        Set = verdict.Deciding is { Outcome: not VerdictOutcome.NotMarked } deciding ? deciding.Set.Name : null,
        Findings = CodesOf(verdict),
        Reason = verdict.Outcome is VerdictOutcome.Marked or VerdictOutcome.NotMarked ? null : Cut(verdict.Reason),
    };

    // A million unmarked names share one array.
    private static FindingCode[] CodesOf(Verdict verdict) =>
        verdict.Tokens.Count == 0 && verdict.Findings is [{ Code: FindingCode.NoEmblem }] ? JustNoEmblem
        : [.. verdict.Findings.Select(f => f.Code).Concat(verdict.Tokens.SelectMany(t => t.Failures)).Distinct()];

    private static AbsenceProof ProofOf(IReadOnlyList<SourceReport> sources) =>
        sources.Count > 0 && sources.All(s => s.Authenticated) ? AbsenceProof.Dnssec : AbsenceProof.Unauthenticated;

    private static string Cut(string reason)
    {
        if (reason.Length <= MaxReason)
        {
            return reason;
        }

        // Do not cut between the two halves of a surrogate pair.
        int end = char.IsHighSurrogate(reason[MaxReason - 1]) ? MaxReason - 1 : MaxReason;
        return string.Concat(reason.AsSpan(0, end), "…");
    }
}
