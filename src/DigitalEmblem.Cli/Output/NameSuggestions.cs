using System.Net;

namespace DigitalEmblem.Cli.Output;

/// <summary>Names that reverse DNS suggests for addresses, as commands to run.</summary>
internal static class NameSuggestions
{
    public static async Task<int> WriteAsync(string[] addresses, IDnsLookup lookup, CommandContext context, CancellationToken cancellation)
    {
        int code = ExitCode.Done;
        foreach (string text in addresses)
        {
            if (!IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address))
            {
                throw new UsageException($"'{Printable.Text(text)}' is not an address, and --suggest-names is for addresses.");
            }

            LookupAnswer answer = await ReverseName.SuggestAsync(address, lookup, cancellation);
            foreach (string name in answer.Names.Where(n => DomainName.TryParse(n, out _)))
            {
                await context.Out.WriteLineAsync($"emblem check {name}");
            }

            if (answer.Names.Count == 0)
            {
                await context.Error.WriteLineAsync($"{address}: reverse DNS suggests no name ({answer.Outcome}).");
                code = answer.IsAnswer && code == ExitCode.Done ? 1 : 3;
            }
        }

        await context.Error.WriteLineAsync("Suggestions only: whoever runs an address writes its reverse name, and an emblem marks the name you ask about, not the address.");
        return code;
    }
}
