using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// <c>emblem sign request</c>: shows what another machine asks a key to sign, and signs it if a person agrees. The key never leaves this
/// machine: only the answer goes back.
/// </summary>
internal static class SignRequestCommand
{
    private static Sentence Description => $"""
        Shows what an issuer's machine asks for, in plain words, and signs it here, where the key is. Opens no connection.

        All that is shown is decoded from the very bytes that are signed. A request that holds anything that is not understood is refused.
        Then you are asked; without a terminal, say --yes. The answer goes into a new file beside the request; take it
        back to the issuer's machine, which checks it.

        Exit codes: 0 shown or signed, 2 the file is no request or must not be signed, 64 a mistake in the command line,
        130 you did not agree.

        Examples:
          emblem sign request society.adem-request.json --show
          emblem sign request society.adem-request.json --key root.pem
        """;

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = Speech.Text($"The signing request.") };
        var key = new Option<string?>("--key")
        {
            Description = Speech.Text($"The private key that the request names (PEM)."),
            HelpName = "FILE"
        };
        Option<string?> passphraseFile = KeyCommand.PassphraseFile();
        var output = new Option<string?>("--out")
        {
            Description = Speech.Text(
                $"The new file for the answer; by default beside the request, with the ending {SigningAnswer.Extension}."),
            HelpName = "FILE"
        };
        var yes = new Option<bool>("--yes") { Description = Speech.Text($"Sign without asking. For scripts that know what they sign.") };
        var show = new Option<bool>("--show") { Description = Speech.Text($"Only show what is asked; sign nothing.") };
        var command = new Command("request", Speech.Text(Description)) { file, key, passphraseFile, output, yes, show };
        command.Validators.Add(result =>
        {
            if (result.GetValue(show)
                && (result.GetValue(key) is not null || result.GetValue(passphraseFile) is not null || result.GetValue(output) is not null
                    || result.GetValue(yes)))
            {
                result.Refuse($"--show signs nothing: leave out --key, --passphrase-file, --out and --yes, or leave out --show.");
            }
            else if (!result.GetValue(show) && result.GetValue(key) is null)
            {
                result.Refuse($"--key is needed to sign; --show only shows what is asked.");
            }
        });
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            string? answerFile = parsed.GetValue(show) ? null : AnswerFile(path, parsed.GetValue(output), context);
            SigningRequest request = Read(path, context);
            ExchangeText.Write(request, context);
            return answerFile is null
                ? ExitCode.Done
                : Sign(request, answerFile, parsed.GetValue(key)!, parsed.GetValue(passphraseFile), parsed.GetValue(yes), context);
        });
        return command;
    }

    private static int Sign(
        SigningRequest request, string answerFile, string keyFile, string? passphraseFile, bool agreed, CommandContext context)
    {
        if (!agreed && !Agrees(request, context))
        {
            context.Tell($"emblem: nothing was signed, because you did not agree.");
            return ExitCode.Stopped;
        }

        byte[] answer;
        using (SoftwareSigningKey key = KeyFiles.PrivateKey(keyFile, context, passphraseFile))
        {
            answer = request.Answer(key).ToBytes();
        }

        OutputFile.WriteNew(answerFile, answer, context);
        int count = request.Items.Count;
        context.Tell(Sentence.Counting(
            count,
            $"Signed {count} item, and wrote the answer to {Printable.Text(answerFile)}. Take it back to the issuer's machine, which "
                + $"checks it.",
            $"Signed {count} items, and wrote the answer to {Printable.Text(answerFile)}. Take it back to the issuer's machine, which "
                + $"checks it."));
        return ExitCode.Done;
    }

    private static bool Agrees(SigningRequest request, CommandContext context)
    {
        int count = request.Items.Count;
        string answer = context.AskLine(Speech.Text(count == 1
            ? Sentence.Of($"Sign this in the name of {request.Organization}? Write yes to sign: ")
            : Sentence.Counting(count, $"Sign all {count} in the name of {request.Organization}? Write yes to sign: ")))
            ?? throw new UsageException($"Nobody can be asked here, because there is no terminal, and nothing was signed. Read the request "
                + $"with --show; then say --yes.");
        return answer.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase);
    }

    private static SigningRequest Read(string path, CommandContext context)
    {
        byte[] bytes = Files.Bytes(path, context);
        string name = Printable.Text(path);
        try
        {
            return SigningRequest.Read(bytes);
        }
        catch (TokenFormatException e)
        {
            throw new RefusalException(ExitCode.Undecodable, ExchangeFile.KindOf(bytes) switch
            {
                ExchangeKind.SigningRequest => $"'{name}' is refused: {Sentence.Of(e)}. Nothing was signed. Was it changed on its way? "
                    + $"Have the issuer's machine write it again; if that does not help, do not sign.",
                ExchangeKind.SigningAnswer =>
                    $"'{name}' is an answer to a signing request, where a request is asked: take it to the issuer's machine.",
                ExchangeKind.EndorsementRequest => $"'{name}' is a request for an endorsement, which goes to the authority's issuer "
                    + $"service: that checks it, and makes a signing request of what is granted.",
                _ => $"'{name}' is no signing request: {Sentence.Of(e)}. It is the file that the issuer's machine wrote, with the ending "
                    + $"{SigningRequest.Extension}.",
            });
        }
    }

    private static string AnswerFile(string request, string? named, CommandContext context)
    {
        if (named is null && request == Files.StandardInput)
        {
            throw new UsageException($"A request from standard input has no file that the answer could lie beside: name one with --out.");
        }

        string answer = named ?? (request.EndsWith(SigningRequest.Extension, StringComparison.Ordinal)
            ? request[..^SigningRequest.Extension.Length]
            : request) + SigningAnswer.Extension;
        OutputFile.CheckNew(answer, $"is not overwritten", $"Name a new file with --out, or move it away.", context);
        return answer;
    }
}
