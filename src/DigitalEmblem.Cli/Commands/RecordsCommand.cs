using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem records</c>: what a zone needs to publish a bundle.</summary>
internal static class RecordsCommand
{
    private static Sentence Description => $"""
        Prints the DNS records that publish a bundle at a name: IHLE for CWT tokens, TXT for JWS tokens. Says on standard error how
        large an answer will be, and how it travels. Verifies nothing.

        Examples:
          emblem records bundle.cbor --name www.society.example >> society.example.zone
          (echo "server 192.0.2.1"; emblem records bundle.cbor --name www.society.example --format nsupdate) | nsupdate -k key
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("BUNDLE")
        {
            Description = Speech.Text($"Files with tokens and public keys."),
            Arity = ArgumentArity.OneOrMore
        };
        Option<DomainName> name = NameOption();
        var format = new Option<string>("--format")
        {
            Description = Speech.Text($"zone (the default), nsupdate, json (for providers' interfaces) or txt (the bare values)."),
            HelpName = "FORM",
            DefaultValueFactory = _ => "zone"
        };
        format.AcceptOnlyFromAmong("zone", "nsupdate", "json", "txt");
        Option<int> ttl = TtlOption();
        Option<int> type = TypeOption();
        var command = new Command("records", Speech.Text(Description)) { files, name, format, ttl, type };
        command.SetAction(parsed =>
        {
            PublishedRecords records = PublishedRecords.For(
                Files.WholeTokens(parsed.GetValue(files)!, context), parsed.GetValue(name)!, parsed.GetValue(ttl), parsed.GetValue(type));
            context.PrintText(parsed.GetValue(format) switch
            {
                "nsupdate" => records.ToNsupdate(),
                "json" => records.ToJson(),
                "txt" => records.ToValues(),
                _ => records.ToZone(),
            });
            context.Tell(Advice(records));
            return records.Fit == AnswerFit.Impossible ? ExitCode.Undecodable : ExitCode.Done;
        });
        return command;
    }

    internal static Option<DomainName> NameOption() =>
        new("--name")
        {
            Description = Speech.Text($"The name to publish at."),
            HelpName = "NAME",
            Required = true,
            CustomParser = Parsers.Of(DomainName.FromUnicode)
        };

    internal static Option<int> TtlOption() =>
        new("--ttl")
        {
            Description = Speech.Text($"Time to live in seconds, 300 by default. What you withdraw lives on in caches for so long."),
            HelpName = "SECONDS",
            CustomParser = Parsers.Count,
            DefaultValueFactory = _ => 300
        };

    internal static Option<int> TypeOption() =>
        new("--ihle-type")
        {
            Description = Speech.Text($"The number of the record type IHLE; {DnsEmblemSource.DefaultIhleType} by default."),
            HelpName = "N",
            CustomParser = Parsers.RecordType,
            DefaultValueFactory = _ => DnsEmblemSource.DefaultIhleType
        };

    internal static Sentence Advice(PublishedRecords records) => Sentences.Following(
        $"{records.Count} records; an answer has about {records.AnswerBytes} bytes.",
        records.Fit switch
        {
            AnswerFit.Udp => Sentence.Of(
                $"It fits one UDP datagram of 1232. Over UDP it is {records.ReflectionFactor:0.0} times as large as its question: let your "
                    + $"server limit its rate."),
            AnswerFit.Tcp => $"It does not fit a UDP datagram of 1232: resolvers ask again over TCP, so your servers must answer there. "
                + $"Ed25519 or ES256 keys make it smaller.",
            _ => $"No DNS message can hold it: publish fewer tokens, or shorter ones.",
        });
}
