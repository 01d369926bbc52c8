using System.CommandLine;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Commands;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli;

/// <summary>The command <c>emblem</c>: parses arguments, calls the library, prints. Everything it decides, the library decided.</summary>
internal static class EmblemCommand
{
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        RootCommand root = Create(context);
        Help.ShortenIn(root);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                await context.Error.WriteLineAsync($"emblem: {message}");
            }

            await context.Error.WriteLineAsync($"See '{PathOf(parsed)} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = context.Out, Error = context.Error, EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await context.Error.WriteLineAsync("emblem: stopped.");
            return ExitCode.Stopped;
        }
        catch (RefusalException e)
        {
            await context.Error.WriteLineAsync($"emblem: {e.Message}");
            return e.Code;
        }
        catch (Exception e) when (Explain(e) is not null)
        {
            await context.Error.WriteLineAsync($"emblem: {Explain(e)}");
            return ExitCode.Usage;
        }
    }

    private static RootCommand Create(CommandContext context) => new(
        "Reads, verifies and signs digital emblems: signed marks that say that a host or service stands under international humanitarian law.")
    {
        CheckCommand.Create(context),
        ScanCommand.Create(context),
        VerifyCommand.Create(context),
        InspectCommand.Create(context),
        ExplainCommand.Create(context),
        KeyCommand.Create(context),
        SignCommand.Create(context),
        BundleCommand.Create(context),
        RecordsCommand.Create(context),
        DnsCommand.Create(context),
        RootKeyCommand.Create(context),
        RootsCommand.Create(context),
        LogsCommand.Create(context),
        DemoCommand.Create(context),
    };

    /// <summary>The caller's mistakes, in their own words; anything else is a fault of ours and keeps its stack trace.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        UsageException or CryptographicException or TokenFormatException => exception.Message,
        ArgumentException { ParamName: null } => exception.Message,
        // A part of the program that is missing or broken is no file that the caller named.
        FileNotFoundException { FileName: { } assembly } when assembly.Contains(", Version=", StringComparison.Ordinal) => null,
        FileLoadException => null,
        FileNotFoundException { FileName: { } file } => $"'{file}' does not exist.",
        UnauthorizedAccessException or IOException => exception.Message,
        _ => null,
    };

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult { Command: var command })
            {
                names.Insert(0, command is RootCommand ? "emblem" : command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
