using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem bundle</c>: tokens and keys in one file.</summary>
internal static class BundleCommand
{
    private static Sentence Description => $"""
        Joins tokens and the public keys that verify them into one file: CBOR for the CWT profile, lines for the JWS profile.
        Verifies nothing; the same item is taken once.

        Example:
          emblem bundle emblem.cwt endorsement.cwt emblem.pub root.pub --out www.society.example.bundle
        """;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = Speech.Text($"Files with tokens and public keys, in any form."),
            Arity = ArgumentArity.OneOrMore
        };
        var output = new Option<string?>("--out")
        {
            Description = Speech.Text(
                $"Write the bundle to a file instead of a line to standard output. A file that is there is replaced whole, unless "
                + $"it holds a private key or is one of FILE."),
            HelpName = "FILE"
        };
        var command = new Command("bundle", Speech.Text(Description)) { files, output };
        command.SetAction(parsed =>
        {
            UnverifiedTokens input = Files.WholeTokens(parsed.GetValue(files)!, context);
            Check(input);
            if (input.Items.Any(i => i.Profile == TokenProfile.Jws))
            {
                Results.Write(string.Join('\n', input.Items.Select(TextOf).Distinct()), parsed.GetValue(output), context);
            }
            else
            {
                IEnumerable<ReadOnlyMemory<byte>> items = input.Items.Select(BytesOf).DistinctBy(Convert.ToHexString)
                    .Select(b => new ReadOnlyMemory<byte>(b));
                Results.Write(TokenBundle.Write(items), parsed.GetValue(output), context);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Check(UnverifiedTokens input)
    {
        if (input.ExceededLimit is { } exceeded)
        {
            throw new UsageException(LibraryWords.Of(exceeded));
        }

        if (input.Items.FirstOrDefault(i => i.Fault is not null) is { } bad)
        {
            throw new UsageException($"{Printable.Text(bad.Where)} is neither a token nor a public key: {Sentence.Of(bad.Fault!)}.");
        }

        if (input.Items.Select(i => i.Profile).OfType<TokenProfile>().Distinct().Count() > 1)
        {
            throw new UsageException($"The tokens are of both profiles, and a bundle holds one: bundle the CWT and the JWS tokens apart.");
        }
    }

    private static string TextOf(InputItem item) =>
        item.Token is { } token ? System.Text.Encoding.ASCII.GetString(token.Encoded.Span) : item.Key!.ToJwk();

    private static byte[] BytesOf(InputItem item) => item.Token?.Encoded.ToArray() ?? item.Key!.ToCoseKey();
}
