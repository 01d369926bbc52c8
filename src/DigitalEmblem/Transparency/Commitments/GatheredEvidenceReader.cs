using System.Text.Json;

namespace DigitalEmblem;

/// <summary>Reads evidence as <see cref="GatheredEvidenceJson"/> writes it. Nothing of it is verified.</summary>
internal static class GatheredEvidenceReader
{
    // Logs are never asked more than 64 questions; evidence that is held may answer some more.
    private const int MaxAnswers = 1024;
    private const int MaxItems = 4096;

    public static GatheredEvidence Read(ReadOnlyMemory<byte> utf8) => StrictJson.ReadObject(StrictJson.WithoutMark(utf8), root =>
    {
        JsonFields.RequireFormat(root, GatheredEvidenceJson.Format, GatheredEvidenceJson.Version, "a file of evidence");
        var answers = new Dictionary<CommitmentClaim, CommitmentEvidence>();
        foreach ((CommitmentClaim claim, CommitmentEvidence known) in JsonFields.List(root, "answers", MaxAnswers, ReadAnswer))
        {
            if (!answers.TryAdd(claim, known))
            {
                throw new TokenFormatException("two answers to one question", "answers");
            }
        }

        return GatheredEvidence.Restored(
            answers,
            CommitmentRulesJson.Read(root),
            JsonFields.Instant(root, "gatheredFor"),
            JsonFields.PrintableTexts(root, "assumptions", MaxItems),
            JsonFields.PrintableTexts(root, "exposure", MaxItems),
            JsonFields.List(root, "sources", MaxItems, ReadSource));
    });

    private static (CommitmentClaim, CommitmentEvidence) ReadAnswer(JsonElement json)
    {
        if (!OrganizationIdentifier.TryParse(StrictJson.RequiredText(json, "organization"), out OrganizationIdentifier? organization))
        {
            throw new TokenFormatException("no organization identifier", "organization");
        }

        var claim = new CommitmentClaim(
            organization,
            VerificationKey.FromCoseKey(JsonFields.Bytes(json, "key")),
            JwsReader.ReadLog(JsonFields.Required(json, "log"), TokenLimits.Default));
        var known = new CommitmentEvidence(
            JsonFields.Word<CommitmentOutcome>(json, "outcome"), ValueList.From(JsonFields.PrintableTexts(json, "reasons", MaxItems)))
        {
            Steady = ReadSpan(JsonFields.Object(json, "steady")),
            Entries = ValueList.From(JsonFields.List(json, "entries", MaxItems, ReadEntry)),
            Findings = ValueList.From(JsonFields.List(json, "findings", MaxItems, ReadFinding)),
        };
        return (claim, known);
    }

    private static EntryEvidence ReadEntry(JsonElement json) => new(
        JwsReader.ReadLogEntry(JsonFields.Required(json, "entry")),
        JsonFields.Word<CommitmentOutcome>(json, "outcome"),
        JsonFields.Word<LogAssurance>(json, "assurance"),
        JsonFields.PrintableText(json, "reason"),
        ValueList.From(JsonFields.List(json, "checks", MaxItems, c => new CommitmentCheck(
            JsonFields.Word<CommitmentCheckKind>(c, "check"),
            JsonFields.Word<CheckOutcome>(c, "outcome"),
            JsonFields.PrintableText(c, "detail")))))
    {
        LogName = JsonFields.Optional(json, "logName") is { } name ? Printable.Text(StrictJson.Text(name, "logName")) : null,
        LoggedAt = JsonFields.Optional(json, "loggedAt") is not null ? JsonFields.Instant(json, "loggedAt") : null,
        CertificateExpires = JsonFields.Optional(json, "certificateExpires") is not null
            ? JsonFields.Instant(json, "certificateExpires")
            : null,
        Names = JsonFields.Optional(json, "names") is { } names ? new BindingNames(
            JsonFields.Boolean(names, "key"), JsonFields.Boolean(names, "configuration"), JsonFields.Boolean(names, "domain")) : null,
    };

    private static Finding ReadFinding(JsonElement json)
    {
        FindingCode code = JsonFields.Word<FindingCode>(json, "code");
        (string message, string clause) = (JsonFields.PrintableText(json, "message"), JsonFields.PrintableText(json, "clause"));
        return JsonFields.Word<FindingSeverity>(json, "severity") switch
        {
            FindingSeverity.Note => Finding.Note(code, message, clause),
            FindingSeverity.Warning => Finding.Warning(code, message, clause),
            _ => Finding.Failure(code, message, clause),
        };
    }

    private static SourceReport ReadSource(JsonElement json) => new()
    {
        Source = JsonFields.PrintableText(json, "source"),
        Outcome = JsonFields.Word<SourceOutcome>(json, "outcome"),
        Detail = JsonFields.PrintableText(json, "detail"),
        Authenticated = JsonFields.Boolean(json, "authenticated"),
        Records = JsonFields.PrintableTexts(json, "records", MaxItems),
        Attempts = JsonFields.PrintableTexts(json, "attempts", MaxItems),
        Exposure = JsonFields.PrintableTexts(json, "exposure", MaxItems),
    };

    private static Validity ReadSpan(JsonElement json) => new(
        JsonFields.Optional(json, "from") is not null ? JsonFields.Instant(json, "from") : DateTimeOffset.MinValue,
        JsonFields.Optional(json, "until") is not null ? JsonFields.Instant(json, "until") : DateTimeOffset.MaxValue);
}
