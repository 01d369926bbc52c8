using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem key new|show|id</c>.</summary>
internal static class KeyCommand
{
    private static Sentence NewDescription => $"""
        Makes a key and writes it to a new file that only its owner can read, encrypted with a passphrase.

        The passphrase comes from --passphrase-file, from the environment variable EMBLEM_PASSPHRASE, or is asked for.

        Examples:
          emblem key new --alg ES512 --out root.pem
          emblem key new --alg Ed25519 --out emblem.pem --public emblem.pub
        """;

    private static Sentence ShowDescription => $"""
        Prints a public key, or the public part of a private one, in another form.

        Forms: pem (SubjectPublicKeyInfo), jwk, cose (a COSE_Key, as hexadecimal digits).

        Example:
          emblem key show root.pem --format jwk
        """;

    public static Command Create(CommandContext context) =>
        new("key", Speech.Text($"Makes, converts and identifies keys.")) { New(context), Show(context), Id(context) };

    internal static Option<string?> PassphraseFile() =>
        new("--passphrase-file")
        {
            Description = Speech.Text($"A file with the passphrase on its first line ('-' for standard input); "
                + $"else {KeyFiles.PassphraseVariable}, else it is asked for."),
            HelpName = "FILE"
        };

    private static Command New(CommandContext context)
    {
        var algorithm = new Option<SignatureAlgorithm?>("--alg")
        {
            Description = Speech.Text($"ES256, ES384, ES512 or Ed25519."),
            HelpName = "ALG",
            Required = true,
            CustomParser = Parsers.Of(SignatureAlgorithm.Parse)
        }.Offering("ES256", "ES384", "ES512", "Ed25519");
        var file = new Option<string>("--out")
        {
            Description = Speech.Text($"The new file for the private key; never overwritten."),
            HelpName = "FILE",
            Required = true
        };
        var publicFile = new Option<string?>("--public")
        {
            Description = Speech.Text($"A file for the public key (PEM) as well; replaced if it is there, unless it holds a private key."),
            HelpName = "FILE"
        };
        Option<string?> passphraseFile = PassphraseFile();
        var plaintext = new Option<bool>("--no-passphrase")
        {
            Description = Speech.Text($"Write the key in the clear: anyone who reads the file can sign in your name.")
        };
        var command = new Command("new", Speech.Text(NewDescription)) { algorithm, file, publicFile, passphraseFile, plaintext };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            NewKeyFile(path, parsed.GetValue(publicFile), context);
            using SoftwareSigningKey key = SigningKey.Generate(parsed.GetValue(algorithm)!);
            if (parsed.GetValue(plaintext))
            {
                PrivateKeyFile.WritePlaintextUnsafe(path, key);
            }
            else
            {
                string passphrase = KeyFiles.Passphrase(context, parsed.GetValue(passphraseFile), $"Passphrase for {path}: ");
                using (new Progress(context, () => $"Encrypting the key"))
                {
                    PrivateKeyFile.Write(path, key, passphrase);
                }
            }

            if (parsed.GetValue(publicFile) is { } publicPath)
            {
                OutputFile.Write(publicPath, key.PublicKey.ToPem() + "\n", context);
            }

            context.Tell($"Wrote the private key to {path}. Keep a copy where only you can reach it.");
            WriteIdentifiers(context, key.PublicKey, OutputFormat.Text);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = Speech.Text($"A public key (PEM, JWK, COSE_Key) or a private one (PEM).") };
        var format = new Option<string>("--format")
        {
            Description = Speech.Text($"pem (the default), jwk or cose."),
            HelpName = "FORM",
            DefaultValueFactory = _ => "pem"
        };
        format.AcceptOnlyFromAmong("pem", "jwk", "cose");
        Option<string?> passphraseFile = PassphraseFile();
        var command = new Command("show", Speech.Text(ShowDescription)) { file, format, passphraseFile };
        command.SetAction(parsed =>
        {
            VerificationKey key = KeyFiles.PublicKey(parsed.GetValue(file)!, context, parsed.GetValue(passphraseFile));
            context.Print(parsed.GetValue(format) switch
            {
                "jwk" => key.ToJwk(),
                "cose" => Convert.ToHexStringLower(key.ToCoseKey()),
                _ => key.ToPem(),
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Id(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = Speech.Text($"A public key (PEM, JWK, COSE_Key) or a private one (PEM).") };
        Option<OutputFormat> output = VerifyCommand.OutputOption();
        Option<string?> passphraseFile = PassphraseFile();
        var command = new Command(
            "id", Speech.Text($"Prints both identifiers of a key: that of the CWT profile (COSE) and that of the JWS profile (JWK)."))
        {
            file,
            output,
            passphraseFile
        };
        command.SetAction(parsed =>
        {
            WriteIdentifiers(
                context, KeyFiles.PublicKey(parsed.GetValue(file)!, context, parsed.GetValue(passphraseFile)), parsed.GetValue(output));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>
    /// Refuses files that must not be written. Call it before the key is made: a key that cannot be written would be lost.
    /// </summary>
    internal static void NewKeyFile(string path, string? beside, CommandContext context)
    {
        OutputFile.CheckNew(path, $"a key is never overwritten", $"Name a new file.", context);
        if (beside is not null)
        {
            OutputFile.Check(beside, context);
            if (Path.GetFullPath(beside) == Path.GetFullPath(path))
            {
                throw new UsageException($"'{path}' is named for two things: the private key needs a file of its own.");
            }
        }
    }

    private static void WriteIdentifiers(CommandContext context, VerificationKey key, OutputFormat format) =>
        context.Print(format == OutputFormat.Json
            ? $$"""{"algorithm":"{{key.Algorithm}}","coseKeyId":"{{key.CoseIdentifier}}","jwkKeyId":"{{key.JwkIdentifier}}"}"""
            : $"{key.Algorithm}\ncose  {key.CoseIdentifier}\njwk   {key.JwkIdentifier}");
}
