using System.Buffers;

namespace DigitalEmblem.Verifier;

/// <summary>What a scan says of one line: the verdict in brief (spec/scan.md). The whole of it <c>emblem check</c> gives for the name.</summary>
public sealed class ScanResult
{
    private ScanResult(ScanLine line) => Line = line;

    /// <summary>The line that is answered.</summary>
    public ScanLine Line { get; }

    /// <summary>The answer; <see cref="Outcome.Indeterminate"/> if the line is no name.</summary>
    public Outcome Outcome { get; private init; }

    /// <summary>What is shown.</summary>
    public SecurityLevel Level { get; private init; }

    /// <summary>Whether a key or authority that the validator trusts carries the result.</summary>
    public bool Trusted { get; private init; }

    /// <summary>The organization that the emblem names; null if none is shown.</summary>
    public OrganizationIdentifier? Issuer { get; private init; }

    /// <summary>The organizations whose endorsement was shown.</summary>
    public ValueList<OrganizationIdentifier> EndorsedBy { get; private init; } = [];

    /// <summary>The first instant at which something that the verdict rests on is no longer valid; null without an emblem.</summary>
    public DateTimeOffset? ValidUntil { get; private init; }

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

    internal static ScanResult NotAName(ScanLine line) => new(line)
    {
        Outcome = Outcome.Indeterminate,
        Level = SecurityLevel.Unknown,
        Findings = [FindingCode.NotAName],
        Reason = "The line is no domain name, and nobody was asked.",
    };

    internal static ScanResult Of(ScanLine line, Verdict verdict) => new(line)
    {
        Outcome = verdict.Outcome,
        Level = verdict.Level,
        Trusted = verdict.Trusted,
        Issuer = verdict.Issuer,
        EndorsedBy = verdict.EndorsedBy,
        ValidUntil = verdict.ValidUntil,
        Findings = CodesOf(verdict),
        Reason = verdict.Outcome is Outcome.Marked or Outcome.NotMarked ? null : verdict.Reason,
    };

    private static FindingCode[] CodesOf(Verdict verdict) => verdict.Tokens.Count == 0 && verdict.Findings is [var only]
        ? OnlyOne(only.Code)
        : [.. verdict.Findings.Select(f => f.Code).Concat(verdict.Tokens.SelectMany(t => t.Findings).Where(f => f.Severity == FindingSeverity.Failure).Select(f => f.Code)).Distinct()];

    private static readonly FindingCode[] JustNoEmblem = [FindingCode.NoEmblem];

    // What a million unmarked names say.
    private static FindingCode[] OnlyOne(FindingCode code) => code == FindingCode.NoEmblem ? JustNoEmblem : [code];
}
