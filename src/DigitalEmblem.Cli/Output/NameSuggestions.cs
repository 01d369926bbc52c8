using System.Net;

namespace DigitalEmblem.Cli.Output;

/// <summary>Names that reverse DNS suggests for addresses, as commands to run.</summary>
internal static class NameSuggestions
{
    public static async Task<int> WriteAsync(
        string[] addresses, IDnsLookup lookup, CommandContext context, CancellationToken cancellationToken)
    {
        IPAddress[] asked = [.. addresses.Select(Parse)];
        bool silent = false, unnamed = false;
        foreach (IPAddress address in asked)
        {
            using var progress = new Progress(context, () => $"Asking the DNS about {address}");
            LookupAnswer answer = await ReverseName.SuggestAsync(address, lookup, cancellationToken);
            progress.Dispose();
            string[] names = [.. answer.Names.Where(n => DomainName.TryParse(n, out _))];
            foreach (string name in names)
            {
                context.Print($"emblem check {name}");
            }

            if (names.Length == 0)
            {
                context.Tell($"{address}: reverse DNS suggests no name ({answer.Outcome}).");
                unnamed = true;
                silent |= !answer.IsAnswer;
            }
        }

        context.Tell($"Suggestions only: the operator of an address writes its reverse name, and an emblem marks the "
            + $"name you ask about, not the address.");
        return silent ? ExitCode.Unknown : unnamed ? ExitCode.NotFound : ExitCode.Done;
    }

    private static IPAddress Parse(string text) => IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address)
        ? address
        : throw new UsageException($"'{Printable.Text(text)}' is not an address, and --suggest-names is for addresses.");
}
