using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The options about root key commitments (decisions.md, 19 and 23): the evidence at hand, the trusted logs and roots, how strictly
/// commitments are verified, and whether logs may be asked.
/// </summary>
internal sealed class CommitmentOptions(bool statements = true)
{
    private readonly Option<string[]> _chains = Named(
        "--chain",
        $"A binding certificate with its chain (fullchain.pem), or a folder of such files. "
            + $"A file FILE.chain.pem beside an input FILE is read as well.",
        "FILE|FOLDER");
    private readonly Option<string?> _logList = TrustOptions.LogListOption();
    private readonly Option<string[]> _roots = TrustOptions.RootsOption();
    private readonly Option<string[]> _revoked = TrustOptions.RevocationOption();
    private readonly Option<string?> _store = StoreOption();
    private readonly Option<bool> _remember = new("--remember")
    {
        Description = Speech.Text($"Keep the commitments that are proven in the store, so that they are verified offline next time.")
    };
    private readonly Option<bool> _online = new("--online")
    {
        Description = Speech.Text(
            $"Ask the logs about commitments that what is held leaves open. They then learn which organization you look at.")
    };
    private readonly Option<bool> _offline = new("--offline")
    {
        Description = Speech.Text($"Ask no log. This is so anyway; the option says it aloud.")
    };
    private readonly Option<bool> _strict = new("--strict-names")
    {
        Description = Speech.Text($"The certificate must name adem-configuration.D, as the drafts ask; by default D itself serves as well.")
    };
    private readonly Option<bool> _all = new("--all-log-entries")
    {
        Description = Speech.Text($"Every log entry of a commitment must be proven; by default one is enough.")
    };
    private readonly Option<bool> _revocation = new("--require-revocation-check")
    {
        Description = Speech.Text($"A commitment counts only if a current list (--crl) shows that its certificate is not revoked.")
    };
    private readonly Option<TimeSpan?> _listAge = new("--max-log-list-age")
    {
        Description = Speech.Text($"The oldest log list that is used, e.g. 70d; any by default."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<TimeSpan?> _logAge = new("--max-logged-ago")
    {
        Description = Speech.Text($"The longest time since the certificate was logged, e.g. 400d; any by default."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<(OrganizationIdentifier, KeyIdentifier)[]> _committed = new("--committed")
    {
        Description = Speech.Text($"A root key commitment that you checked by other means; an assumption, and shown as one."),
        HelpName = "OI=KEYID",
        CustomParser = Parsers.AllOf(ReadCommitment)
    };
    private readonly Option<bool> _noOther = new("--no-other-commitments")
    {
        Description = Speech.Text($"The commitments named are all there are: every other one is refuted.")
    };
    private readonly Option<bool> _assume = new("--assume-committed")
    {
        Description = Speech.Text(
            $"Take every root key commitment as given. Not for decisions: anyone who can sign could claim any organization.")
    };

    public void AddTo(Command command)
    {
        Option[] options =
            [_chains, _logList, _roots, _revoked, _store, _remember, _online, _offline, _strict, _all, _revocation, _listAge, _logAge];
        Option[] assumptions = statements ? [_committed, _noOther, _assume] : [];
        foreach (Option option in (Option[])[.. options, .. assumptions])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            void Refuse(bool both, Sentence message)
            {
                if (both)
                {
                    result.Refuse(message);
                }
            }

            Refuse(
                result.GetValue(_online) && result.GetValue(_offline),
                $"--online asks logs, and --offline asks nobody: use one or the other.");
            if (!statements)
            {
                return;
            }

            bool stated = result.GetValue(_noOther) || result.GetResult(_committed) is not null;
            Refuse(
                result.GetValue(_assume) && stated,
                $"--assume-committed takes every commitment as given, and --committed and --no-other-commitments do not: "
                    + $"use one or the other.");
            Refuse(
                result.GetValue(_online) && (result.GetValue(_assume) || result.GetValue(_noOther)),
                $"--online asks logs about commitments, and --assume-committed and --no-other-commitments leave nothing to ask: "
                    + $"use one or the other.");
        });
    }

    /// <summary>The options that bring evidence.</summary>
    public IReadOnlyList<Option> Gathering => [_chains, _store, _remember, _online];

    /// <summary>The options that say whom to trust about commitments, or what to take as given.</summary>
    public IReadOnlyList<Option> Anchors => [_logList, _roots, .. statements ? (Option[])[_committed, _noOther, _assume] : []];

    /// <summary>The options that are none of the others.</summary>
    public IReadOnlyList<Option> Others => [_revoked, _offline];

    /// <summary>The options that say how strictly commitments are verified.</summary>
    public IReadOnlyList<Option> Strictness => [_strict, _all, _revocation, _listAge, _logAge];

    public CommitmentRules Rules(ParseResult parsed) => new()
    {
        StrictNames = parsed.GetValue(_strict),
        AllEntries = parsed.GetValue(_all),
        RevocationChecked = parsed.GetValue(_revocation),
        MaximumLogListAge = parsed.GetValue(_listAge),
        MaximumTimeSinceLogging = parsed.GetValue(_logAge),
    };

    /// <summary>The source of commitment evidence that the options describe.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="inputs">The files with tokens, beside which chains may lie.</param>
    /// <param name="context">The process.</param>
    /// <param name="staysOpen">How long an open question is not asked again.</param>
    public CommitmentSetting Setting(ParseResult parsed, IReadOnlyList<string> inputs, CommandContext context, TimeSpan staysOpen = default)
    {
        CommitmentStatements said = Statements(parsed);
        if (said.Alone() is { } alone)
        {
            return new CommitmentSetting(alone, said);
        }

        (CommitmentGatherer gatherer, LogHttp? http) = Gatherer(
            parsed, inputs, parsed.GetValue(_remember), context, said.Stated, staysOpen);
        return new CommitmentSetting(gatherer, said, http);
    }

    /// <summary>The commitment evidence of a file, under the trust that the options describe.</summary>
    public HeldEvidence Held(ParseResult parsed, EvidenceFile file, CommandContext context)
    {
        CommitmentStatements said = Statements(parsed);
        if (said.Alone() is { } alone)
        {
            return alone;
        }

        HeldEvidence held = file.Held(Trust(parsed, context));
        return said.Stated.Count == 0 ? held : HeldEvidence.Stated(said.Stated, noOthers: false, held);
    }

    /// <summary>The gatherer of commitments that the options describe, and the HTTP connections that it uses.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="inputs">The files with tokens, beside which chains may lie.</param>
    /// <param name="remember">Whether to keep what is proven.</param>
    /// <param name="context">The process.</param>
    /// <param name="stated">Commitments that the caller checked.</param>
    /// <param name="staysOpen">How long an open question is not asked again.</param>
    public (CommitmentGatherer Gatherer, LogHttp? Http) Gatherer(
        ParseResult parsed,
        IReadOnlyList<string> inputs,
        bool remember,
        CommandContext context,
        IReadOnlyList<(OrganizationIdentifier, KeyIdentifier)> stated,
        TimeSpan staysOpen = default)
    {
        TransparencyTrust trust = Trust(parsed, context);
        string[] chains = [.. parsed.GetValue(_chains) ?? [], .. inputs.Select(Chains.Beside).OfType<string>()];
        bool online = parsed.GetValue(_online);
        if (online && trust.Logs is null)
        {
            throw new UsageException($"--online needs a log list, because only logs of a list are asked: "
                + $"install one with 'emblem logs update', or name one with --log-list.");
        }

        CommitmentMaterial held;
        using (new Progress(context, () => $"Reading the certificate chains"))
        {
            held = CommitmentMaterial.Of(chains.SelectMany(path => Chains.Read(path, context)));
        }

        LogHttp? http = online ? new LogHttp() : null;
        var gatherer = new CommitmentGatherer
        {
            Trust = trust,
            Held = held,
            Store = UserFolder.Store(parsed.GetValue(_store), make: remember, context),
            Remember = remember,
            Logs = http is null
                ? null
                : new LogClient(http.Client, trust.Logs!, UserFolder.Cache(context) is { } folder ? LogCache.InFolder(folder) : null),
            Stated = stated,
            StaysOpen = staysOpen,
        };
        return (gatherer, http);
    }

    private CommitmentStatements Statements(ParseResult parsed) => statements
        ? new CommitmentStatements(parsed.GetValue(_committed) ?? [], parsed.GetValue(_noOther), parsed.GetValue(_assume))
        : new CommitmentStatements([], NoOthers: false, AllAssumed: false);

    private TransparencyTrust Trust(ParseResult parsed, CommandContext context) =>
        TrustOptions.Read(parsed.GetValue(_logList), parsed.GetValue(_roots) ?? [], parsed.GetValue(_revoked) ?? [], context);

    internal static Option<string?> StoreOption() =>
        new("--store")
        {
            Description = Speech.Text(
                $"The file of commitments verified before; by default the one that 'emblem roots' keeps, if there is one."),
            HelpName = "FILE"
        };

    internal static Option<string[]> Named(string name, Sentence description, string helpName = "FILE") =>
        new(name) { Description = Speech.Text(description), HelpName = helpName };

    private static (OrganizationIdentifier, KeyIdentifier) ReadCommitment(string text)
    {
        TrustedAuthority pair = TrustedAuthority.Parse(text);
        return (
            pair.Organization,
            pair.Key ?? throw new MistypedException($"'{text}' names no key: write OI=KEYID, as https://society.example=abcd…."));
    }
}
