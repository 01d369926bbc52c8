namespace DigitalEmblem.Discovery;

/// <summary>A server of an exchange, with the way to it, the places before it, whether it was silent lately, and who learns of a question
/// to it.</summary>
internal sealed class AskedServer(DnsServer server, DnsExchangeOptions options, ServerNotes notes)
{
    public DnsServer Server { get; } = server;

    public DnsChannel Channel { get; } = DnsChannel.To(server, options, notes);

    public Places Places { get; } = new(options.MaxConcurrency, adapts: options.Bulk);

    public ServerHealth Health { get; } = new(TimeProvider.System);

    public string[] Exposure { get; } = [server.Exposure];
}
