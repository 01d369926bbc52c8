using System.CommandLine;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The options that all commands share that judge emblems (decisions.md, 23): time, keys, trust, required properties and commitment
/// evidence.
/// </summary>
internal sealed class PolicyOptions(bool asksDns = false, bool ofHosts = true)
{
    private static readonly Func<System.CommandLine.Parsing.ArgumentResult, SecurityLevel> Levels = Parsers.Word(
        $"level to require",
        ("signed", SecurityLevel.Signed),
        ("organizational", SecurityLevel.Organizational),
        ("endorsed", SecurityLevel.Endorsed));

    private readonly Option<DateTimeOffset?> _at = new("--at")
    {
        Description =
            Speech.Text($"The instant of judgement (ISO 8601), e.g. 2026-06-17T00:10:00Z, or a day for its first moment in UTC; now by "
                + $"default."),
        HelpName = "TIME",
        CustomParser = Parsers.Instant
    };
    private readonly Option<TimeSpan?> _skew = new("--skew")
    {
        Description = Speech.Text($"How far clocks may differ, e.g. 30s; none by default."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<TimeSpan?> _slowClock = new("--slow-clock")
    {
        Description = Speech.Text(
            $"How slow this computer's clock may be: what is invalid now and would not be so much later could not be found out. "
            + $"10m by default; 0s for never."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<string[]> _keys = Files("--key", $"A file with further public keys: at hand, not trusted.");
    private readonly Option<string[]> _trust = Files("--trust", $"A file with public keys that you trust; they are at hand as well.");
    private readonly Option<TrustedAuthority[]> _authorities = new("--trust-authority")
    {
        Description = Speech.Text($"An authority that you trust, by its identifier, or pinned to one root key."),
        HelpName = "OI[=KEYID]",
        CustomParser = Parsers.AllOf(TrustedAuthority.Parse)
    };
    private readonly Option<int> _endorsers = new("--endorsers")
    {
        Description = Speech.Text($"How many organizations must endorse the issuer, of those you trust if you name any."),
        HelpName = "K",
        CustomParser = Parsers.Count
    };
    private readonly Option<SecurityLevel> _require = new Option<SecurityLevel>("--require")
    {
        Description = Speech.Text($"The least level: signed, organizational (the default) or endorsed."),
        HelpName = "LEVEL",
        CustomParser = Levels
    }.Offering("signed", "organizational", "endorsed");
    private readonly Option<Purposes> _purposes = new Option<Purposes>("--purpose")
    {
        Description = Speech.Text($"Purposes that the emblem must state, e.g. protective."),
        HelpName = "PURPOSE,...",
        CustomParser = Parsers.Purposes
    }.Offering(PurposeNames.All);
    private readonly Option<TimeSpan?> _maxLifetime = new("--max-lifetime")
    {
        Description = Speech.Text($"The longest lifetime of an emblem that you accept, e.g. 7d."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<AssetIdentifier[]> _scope = new("--scope")
    {
        Description = Speech.Text($"What must cover the asset (or all assets of the emblem), e.g. *.society.example."),
        HelpName = "ASSET",
        CustomParser = Parsers.AllOf(Parsers.Asset)
    };
    private readonly CommitmentOptions _commitments = new();
    private readonly Option<bool> _absence = new("--authenticated-absence")
    {
        Description = Speech.Text($"Take 'nothing is published' only if DNSSEC proves it (with --trust-resolver).")
    };

    public void AddTo(Command command)
    {
        Option[] options = [_at, _skew, _slowClock, _keys, _trust, _authorities, _endorsers, _require, _purposes, _maxLifetime];

        // A scope names hosts, so no sign of data is within one.
        foreach (Option option in ofHosts ? [.. options, _scope] : options)
        {
            command.Options.Add(option);
        }

        if (asksDns)
        {
            command.Options.Add(_absence);
        }

        _commitments.AddTo(command);
    }

    /// <param name="parsed">The options.</param>
    /// <param name="policy">The policy. Its trusted keys need not come with the tokens.</param>
    /// <param name="context">The process.</param>
    /// <param name="sweep">Whether many names are verified at once. Then each set checks one signature at a time, which is faster.</param>
    public EmblemVerifier Verifier(ParseResult parsed, TrustPolicy policy, CommandContext context, bool sweep = false) =>
        new(VerifierOptions(parsed, policy, context, sweep));

    /// <inheritdoc cref="Verifier"/>
    public VerifierOptions VerifierOptions(ParseResult parsed, TrustPolicy policy, CommandContext context, bool sweep = false) => new()
    {
        Keys = [.. policy.TrustedKeys, .. Input.KeyFiles.PublicKeys(parsed.GetValue(_keys) ?? [], context)],
        ClockSkew = parsed.GetValue(_skew) ?? TimeSpan.Zero,
        SlowClock = parsed.GetValue(_slowClock) ?? new VerifierOptions().SlowClock,
        Commitments = _commitments.Rules(parsed),
        SignatureParallelism = sweep ? 1 : new VerifierOptions().SignatureParallelism,
    };

    public TrustPolicy Policy(ParseResult parsed, CommandContext context) => new()
    {
        TrustedKeys = Input.KeyFiles.PublicKeys(parsed.GetValue(_trust) ?? [], context),
        RequiredLevel = parsed.GetResult(_require) is null ? TrustPolicy.Default.RequiredLevel : parsed.GetValue(_require),
        Authorities = ValueList.From(parsed.GetValue(_authorities) is { Length: > 0 } named
            ? named
            : context.Configuration.Use(Setting.TrustAuthority, TrustedAuthority.Parse)),
        Endorsers = parsed.GetValue(_endorsers),
        RequiredPurposes = parsed.GetValue(_purposes),
        MaximumLifetime = parsed.GetValue(_maxLifetime),
        AuthenticatedAbsence = asksDns && parsed.GetValue(_absence),
        AssetScope = ValueList.From(ofHosts ? parsed.GetValue(_scope) ?? [] : []),
    };

    public CommitmentSetting Commitments(
        ParseResult parsed, IReadOnlyList<string> inputs, CommandContext context, TimeSpan staysOpen = default) =>
        _commitments.Setting(parsed, inputs, context, staysOpen);

    /// <summary>The commitment evidence of a file, under the trust that the options describe.</summary>
    public HeldEvidence Held(ParseResult parsed, EvidenceFile file, CommandContext context) => _commitments.Held(parsed, file, context);

    /// <summary>The options that bring evidence.</summary>
    public IReadOnlyList<Option> Gathering => _commitments.Gathering;

    /// <summary>The options that say whom to trust about commitments, or what to take as given.</summary>
    public IReadOnlyList<Option> Anchors => _commitments.Anchors;

    /// <summary>
    /// The options of policy and verification. The instant and further keys are not among them: they belong to the input that is judged.
    /// </summary>
    public IReadOnlyList<Option> Judging =>
        [_skew, _slowClock, _trust, _authorities, _endorsers, _require, _purposes, _maxLifetime, _scope, .. _commitments.Strictness];

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_at, _keys, .. Judging, .. Anchors, .. Gathering, .. _commitments.Others];

    /// <summary>The instant that was named; null if none was.</summary>
    public DateTimeOffset? StatedAt(ParseResult parsed) => parsed.GetValue(_at);

    public DateTimeOffset At(ParseResult parsed, CommandContext context) => parsed.GetValue(_at) ?? context.Clock.GetUtcNow();

    /// <summary>The clock of judgement: stopped at --at, if given.</summary>
    public TimeProvider Clock(ParseResult parsed, CommandContext context) =>
        parsed.GetValue(_at) is { } at ? new StoppedClock(at) : context.Clock;

    private static Option<string[]> Files(string name, Sentence description) =>
        new(name) { Description = Speech.Text(description), HelpName = "FILE" };

    private sealed class StoppedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
