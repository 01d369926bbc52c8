using System.CommandLine;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>Which resolver a look-up asks, and how.</summary>
internal sealed class ResolverOptions
{
    private readonly Option<DnsServer[]> _servers = new("--server")
    {
        Description = Speech.Text($"A DNS server, by address; several are tried in turn. The system's by default."),
        HelpName = "ADDR[:PORT]",
        CustomParser = Parsers.AllOf(Plain)
    };
    private readonly Option<bool> _tcp = new("--tcp")
    {
        Description = Speech.Text($"Ask the servers over TCP only, also those of the system.")
    };
    private readonly Option<DnsServer[]> _tls = new("--dot")
    {
        Description = Speech.Text($"A resolver over TLS, so that nobody on the way learns the name; the certificate must show SERVERNAME."),
        HelpName = "ADDR#SERVERNAME",
        CustomParser = Parsers.AllOf(DnsServer.ParseTls)
    };
    private readonly Option<DnsServer[]> _https = new("--doh")
    {
        Description =
            Speech.Text($"A resolver over HTTPS, so that nobody on the way learns the name: a URL, or a template with {{?dns}} as "
                + $"providers print it."),
        HelpName = "URL",
        CustomParser = Parsers.AllOf(DnsServer.ParseHttps)
    };
    private readonly Option<bool> _trust = new("--trust-resolver")
    {
        Description = Speech.Text(
            $"Trust the resolvers, and the way to them, to validate DNSSEC. Without it nothing counts as authenticated.")
    };
    private readonly Option<TimeSpan?> _timeout = new("--timeout")
    {
        Description = Speech.Text($"How long one attempt may take; 2s by default."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<int> _type = new("--ihle-type")
    {
        Description = Speech.Text($"The number of the record type IHLE; {DnsEmblemSource.DefaultIhleType} by default."),
        HelpName = "N",
        CustomParser = Parsers.RecordType,
        DefaultValueFactory = _ => DnsEmblemSource.DefaultIhleType
    };

    private readonly Option<bool> _all = new("--all-resolvers")
    {
        Description = Speech.Text($"Ask every resolver named, and take an answer only if all say the same.")
    };

    public void AddTo(Command command)
    {
        Option[] options = [_servers, _tcp, _tls, _https, _all, _trust, _timeout, _type];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The exchange that the options describe.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="context">The process, whose configuration counts where no server is named.</param>
    /// <param name="change">Changes the options for one command; null for no change.</param>
    public DnsExchange Exchange(ParseResult parsed, CommandContext context, Func<DnsExchangeOptions, DnsExchangeOptions>? change = null)
    {
        DnsServer Way(DnsServer server) => parsed.GetValue(_tcp) ? DnsServer.At(server.EndPoint!, tcpOnly: true) : server;
        DnsServer[] named =
            [.. (parsed.GetValue(_servers) ?? []).Select(Way), .. parsed.GetValue(_tls) ?? [], .. parsed.GetValue(_https) ?? []];
        if (named.Length == 0)
        {
            UserConfiguration configured = context.Configuration;
            named =
            [
                .. configured.Use(Setting.Server, DnsServer.Parse).Select(Way),
                .. configured.Use(Setting.Dot, DnsServer.ParseTls),
                .. configured.Use(Setting.Doh, DnsServer.ParseHttps),
            ];
        }

        var options = new DnsExchangeOptions
        {
            Servers = named.Length > 0 ? named : [.. DnsServer.OfSystem().Select(Way)],
            TrustAuthenticData = parsed.GetValue(_trust),
            AskAll = parsed.GetValue(_all)
        };
        options = parsed.GetValue(_timeout) is { } timeout ? options with { Timeout = timeout } : options;
        return new DnsExchange(change?.Invoke(options) ?? options);
    }

    private static DnsServer Plain(string text) => (text.Contains("://", StringComparison.Ordinal) ? "--doh"
        : text.Contains('#', StringComparison.Ordinal) ? "--dot"
        : null) is { } other
            ? throw new MistypedException($"'{text}' is for {other}: --server takes ADDR or ADDR:PORT.")
            : DnsServer.Parse(text);

    public int IhleType(ParseResult parsed) => parsed.GetValue(_type);
}
