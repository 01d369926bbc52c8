using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem dns serve</c>: a name server for trying out.</summary>
internal static class DnsCommand
{
    private static Sentence ServeDescription => $"""
        Serves emblems over DNS (UDP and TCP) until it is stopped: for trying out, exercises and closed networks, not for the
        Internet. It answers for every name, and puts the IHLE records of a name into answers of every type, as the draft asks.

        Example:
          emblem dns serve www.society.example=bundle.cbor --listen 127.0.0.1:5300
        """;

    public static Command Create(CommandContext context) => new("dns", Speech.Text($"A name server for trying out.")) { Serve(context) };

    private static Command Serve(CommandContext context)
    {
        var published = new Argument<string[]>("NAME=FILE")
        {
            Description = Speech.Text($"A name and the file with the tokens and keys to publish there."),
            Arity = ArgumentArity.OneOrMore
        };
        var listen = new Option<IPEndPoint>("--listen")
        {
            Description = Speech.Text($"Where to listen; 127.0.0.1:5300 by default."),
            HelpName = "ADDR:PORT",
            CustomParser = Parsers.Of(text => DnsServer.Parse(text).EndPoint!),
            DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 5300)
        };
        Option<int> ttl = RecordsCommand.TtlOption();
        Option<int> type = RecordsCommand.TypeOption();
        var command = new Command("serve", Speech.Text(ServeDescription)) { published, listen, ttl, type };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PublishedRecords[] all =
                [.. parsed.GetValue(published)!.Select(p => Read(p, parsed.GetValue(ttl), parsed.GetValue(type), context))];
            await using AuthoritativeServer server = Start(parsed.GetValue(listen)!, parsed.GetValue(type));
            foreach (PublishedRecords records in all)
            {
                server.Publish(records);
                context.Tell($"{records.Name}: {RecordsCommand.Advice(records)}");
            }

            context.Tell(
                $"Serving on {server.EndPoint}, UDP and TCP; stop with Ctrl-C. For trying out, not for the Internet.");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                context.Tell($"Stopped.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static AuthoritativeServer Start(IPEndPoint endPoint, int ihleType)
    {
        try
        {
            return AuthoritativeServer.Start(endPoint, ihleType);
        }
        catch (SocketException e)
        {
            throw new UsageException(
                $"Cannot listen on {endPoint}: {Sentence.Of(e)}. Another server may use the port; --listen names another one.");
        }
    }

    private static PublishedRecords Read(string text, int ttl, int ihleType, CommandContext context)
    {
        string[] parts = text.Split('=', 2);
        return parts.Length == 2
            ? PublishedRecords.For(Files.WholeTokens([parts[1]], context), HostName.Parse(parts[0]), ttl, ihleType)
            : throw new UsageException($"'{Printable.Text(text)}' names no file: write NAME=FILE, as www.society.example=bundle.cbor.");
    }
}
