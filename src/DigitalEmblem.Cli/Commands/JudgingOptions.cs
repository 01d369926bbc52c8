using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The trusted logs and roots, how strictly commitments are verified, and the instant: for commands that verify held evidence and use
/// no network.
/// </summary>
internal sealed class JudgingOptions
{
    private readonly Option<DateTimeOffset?> _at = new("--at")
    {
        Description =
            Speech.Text($"The instant of judgement (ISO 8601), e.g. 2026-06-17T00:10:00Z, or a day for its first moment in UTC; now by "
                + $"default."),
        HelpName = "TIME",
        CustomParser = Parsers.Instant
    };
    private readonly Option<string?> _logList = TrustOptions.LogListOption();
    private readonly Option<string[]> _roots = TrustOptions.RootsOption();
    private readonly Option<string[]> _revoked = TrustOptions.RevocationOption();
    private readonly Option<bool> _strict = new("--strict-names")
    {
        Description = Speech.Text($"The certificate must name adem-configuration.D, as the drafts ask; by default D itself serves as well.")
    };

    public void AddTo(Command command)
    {
        Option[] options = [_at, _logList, _roots, _revoked, _strict];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    public TransparencyTrust Trust(ParseResult parsed, CommandContext context) =>
        TrustOptions.Read(parsed.GetValue(_logList), parsed.GetValue(_roots) ?? [], parsed.GetValue(_revoked) ?? [], context);

    public CommitmentRules Rules(ParseResult parsed) => new() { StrictNames = parsed.GetValue(_strict) };

    public DateTimeOffset At(ParseResult parsed, CommandContext context) => parsed.GetValue(_at) ?? context.Clock.GetUtcNow();
}
