namespace DigitalEmblem;

/// <summary>
/// What was gathered for a verification: the answer to each question about a commitment, with how it is known, and what each source said.
/// It is data: a conclusion from it makes no requests, so the same evidence gives the same result. Immutable.
/// </summary>
public sealed class GatheredEvidence
{
    // The answer for a commitment that was not asked about.
    private static readonly CommitmentEvidence NotGathered = new(
        CommitmentOutcome.Unavailable, ["Nobody checked this commitment, and none was stated."]);

    private static readonly CommitmentEvidence OfAnotherTime =
        new(
            CommitmentOutcome.Unavailable,
            ["What was gathered on this commitment holds for another time of judgement: it must be gathered anew."]);

    private readonly Dictionary<CommitmentClaim, CommitmentEvidence> _answers;

    private GatheredEvidence(
        Dictionary<CommitmentClaim, CommitmentEvidence> answers,
        CommitmentRules rules,
        DateTimeOffset gatheredFor,
        IReadOnlyList<string> assumptions,
        IReadOnlyList<string> exposure,
        IReadOnlyList<SourceReport> sources)
    {
        _answers = answers;
        Rules = rules;
        GatheredFor = gatheredFor;
        Assumptions = assumptions;
        Exposure = exposure;
        Sources = sources;
    }

    /// <summary>How strictly the commitments were verified. A conclusion by other rules is refused.</summary>
    public CommitmentRules Rules { get; }

    /// <summary>The instant of judgement for which it was gathered, in UTC.</summary>
    public DateTimeOffset GatheredFor { get; }

    /// <summary>What is known of each commitment that bears on the result.</summary>
    public IReadOnlyDictionary<CommitmentClaim, CommitmentEvidence> Answers => _answers;

    /// <summary>
    /// What was taken as given without its having been checked, in sentences for a person; they belong into every result.
    /// </summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>Who could have learned of questions about commitments, in words: one entry a party; empty if no party was asked.</summary>
    public IReadOnlyList<string> Exposure { get; }

    /// <summary>What each source said, if emblems were looked for; empty if they were brought.</summary>
    public IReadOnlyList<SourceReport> Sources { get; }

    /// <summary>The times of judgement for which every answer holds, if nothing else changes.</summary>
    public Validity Steady
    {
        get
        {
            var steady = new SteadyTime(GatheredFor);
            foreach (CommitmentEvidence answer in _answers.Values)
            {
                steady.Turns(answer.Steady);
            }

            return steady.Span;
        }
    }

    /// <summary>
    /// What is known of a commitment as of a time of judgement. What was not asked about, or holds for another time, is Unavailable.
    /// </summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="at">The time of judgement.</param>
    public CommitmentEvidence Of(CommitmentClaim claim, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return !_answers.TryGetValue(claim, out CommitmentEvidence? answer) ? NotGathered
            : answer.Steady.Contains(at) ? answer
            : OfAnotherTime;
    }

    /// <summary>The same, and what each source said when emblems were looked for.</summary>
    /// <param name="sources">What each source said.</param>
    public GatheredEvidence WithSources(IReadOnlyList<SourceReport> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new GatheredEvidence(_answers, Rules, GatheredFor, Assumptions, Exposure, sources);
    }

    /// <summary>The evidence as JSON, version 1 (spec/evidence.md): the same evidence gives the same text.</summary>
    /// <param name="indented">Whether it is broken into lines.</param>
    public string ToJson(bool indented = false) => GatheredEvidenceJson.Write(this, indented);

    /// <summary>
    /// Reads evidence that was written before. Its outcomes are believed, and not verified again: who can write the file decides the
    /// verdict. An evidence file of the command keeps the raw material instead (decisions.md, 37).
    /// </summary>
    /// <param name="utf8">The JSON text.</param>
    /// <exception cref="TokenFormatException">It is none, or of another version.</exception>
    public static GatheredEvidence ReadJsonUnsafe(ReadOnlyMemory<byte> utf8) => GatheredEvidenceReader.Read(utf8);

    /// <summary>Evidence that was kept.</summary>
    internal static GatheredEvidence Restored(
        Dictionary<CommitmentClaim, CommitmentEvidence> answers,
        CommitmentRules rules,
        DateTimeOffset gatheredFor,
        IReadOnlyList<string> assumptions,
        IReadOnlyList<string> exposure,
        IReadOnlyList<SourceReport> sources) => new(answers, rules, gatheredFor, assumptions, exposure, sources);

    /// <summary>No answers, although the parties in <paramref name="exposure"/> may have learned of the search.</summary>
    internal static GatheredEvidence Nothing(DateTimeOffset at, IReadOnlyList<string> exposure) =>
        new([], CommitmentRules.Default, at, [], exposure, []);

    /// <summary>
    /// The answers to all questions that bear on the result: of each set the root's first, and others only as far as
    /// the answers before call for them.
    /// </summary>
    internal static GatheredEvidence Answer(CommitmentQuestions questions, DateTimeOffset at, ICommitmentAnswers answers)
    {
        at = at.ToUniversalTime();
        var known = new Dictionary<CommitmentClaim, CommitmentEvidence>();
        for (int i = 0; i < questions.Sets.Count; i++)
        {
            for (SetQuestions? set = questions.Sets[i]; set is not null;)
            {
                if (set.Root is not { } root || Known(root).Outcome == CommitmentOutcome.Refuted)
                {
                    set = set.Later;
                    continue;
                }

                for (int j = 0; j < set.External.Count; j++)
                {
                    Known(set.External[j]);
                }

                break;
            }
        }

        return new GatheredEvidence(known, questions.Rules, at, answers.Assumptions, answers.Exposure, []);

        CommitmentEvidence Known(CommitmentClaim claim)
        {
            if (!known.TryGetValue(claim, out CommitmentEvidence? answer))
            {
                known.Add(claim, answer = answers.ForCommitment(claim, questions.Rules, at));
            }

            return answer;
        }
    }
}
