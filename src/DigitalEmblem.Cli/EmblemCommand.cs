using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Commands;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli;

/// <summary>The command <c>emblem</c>: parses arguments, calls the library, prints. All decisions are the library's.</summary>
internal static class EmblemCommand
{
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        context.FilesRead.Clear();
        context.Configuration = UserConfiguration.None;
        Speech.Speak(LanguageChoice.OfEnvironment(context));
        int code = await RunToEndAsync(args, context);
        context.Configuration.Tell(context);
        return code;
    }

    private static async Task<int> RunToEndAsync(string[] args, CommandContext context)
    {
        try
        {
            Exception? broken = Configure(args, context);
            context.LanguageOption = LanguageChoice.OfOption(args, context);
            Speech.Speak(context.LanguageOption ?? LanguageChoice.OfConfiguration(context) ?? Speech.Language);
            RootCommand root = Create(context);
            Help.ShortenIn(root, context.Width);
            Arguments.Tighten(root);
            return await RunAsync(args, root, broken, context);
        }
        catch (OperationCanceledException)
        {
            context.Tell($"emblem: stopped.");
            return ExitCode.Stopped;
        }
        catch (RefusalException e)
        {
            context.Tell($"emblem: {e.Sentence}");
            return e.Code;
        }
        catch (Exception e) when (Explain(e) is { } explained)
        {
            context.Tell($"emblem: {explained}");
            return ExitCode.Usage;
        }
        catch (Exception e)
        {
            // Print the stack trace of our own fault line by line, because the writer escapes line breaks within one message.
            context.Tell($"emblem: a fault of this program, and none of yours: please report it, with what follows.");
            foreach (string line in e.ToString().Split('\n'))
            {
                context.Tell($"{line.TrimEnd('\r')}");
            }

            return ExitCode.Fault;
        }
    }

    /// <summary>Reads the configuration. A fault in it stops only the commands that do not mend it.</summary>
    private static Exception? Configure(string[] args, CommandContext context)
    {
        try
        {
            context.Configuration = context.ReadsConfiguration && !UserConfiguration.IsLeftOut(args)
                ? ConfigurationFile.Read(context)
                : UserConfiguration.None;
            return null;
        }
        catch (Exception e) when (e is UsageException or IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    private static bool OnlyTells(ParseResult parsed) =>
        parsed.CommandResult.Children.Concat(parsed.RootCommandResult.Children).OfType<OptionResult>()
            .Any(o => o.Option is HelpOption or VersionOption);

    private static async Task<int> RunAsync(string[] args, RootCommand root, Exception? broken, CommandContext context)
    {
        var streams = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null
        };
        ParseResult parsed = Arguments.Parse(root, args);
        if (Arguments.NamesNoCommand(args, root, parsed))
        {
            // Return the code for wrong usage although help is shown: 0 means marked, and a script with an empty variable must not get it.
            if (parsed.CommandResult.Command == root)
            {
                Overview.Write(root, context);
                return ExitCode.Usage;
            }

            await Arguments.Parse(root, [.. Arguments.PathOf(parsed).Split(' ').Skip(1), "--help"]).InvokeAsync(streams);
            return ExitCode.Usage;
        }

        IReadOnlyList<Sentence> mistakes = Arguments.MistakesIn(args, root, parsed);
        if (mistakes.Count == 0 && broken is not null && !OnlyTells(parsed) && !ConfigCommand.Mends(parsed))
        {
            throw new UsageException(Sentences.Following(Sentence.Of(broken), UserConfiguration.LeaveOut));
        }

        if (mistakes.Count == 0)
        {
            // A synchronous command has no work to finish, so the signal itself ends it.
            using StopSignals? signals = context.HearsSignals && parsed.Action is AsynchronousCommandLineAction
                ? new StopSignals(context)
                : null;
            return await parsed.InvokeAsync(streams, signals?.Token ?? CancellationToken.None);
        }

        foreach (Sentence message in mistakes)
        {
            context.Tell($"emblem: {message}");
        }

        context.Tell($"See '{Arguments.PathOf(parsed)} --help'.");
        return ExitCode.Usage;
    }

    /// <summary>The whole command line. <see cref="Arguments"/> makes its parsing strict.</summary>
    internal static RootCommand Create(CommandContext context) => new(Speech.Text(
        $"Reads, verifies and signs digital emblems: signed marks that say that a host or service stands under "
            + $"international humanitarian law."))
    {
        LanguageChoice.Create(context.Languages),
        new Option<bool>(UserConfiguration.LeftOutBy)
        {
            Description = Speech.Text($"Leave the configuration out ('emblem config' shows it)."),
            Recursive = true
        },
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
        DataCommand.Create(context),
        RootKeyCommand.Create(context),
        RootsCommand.Create(context),
        LogsCommand.Create(context),
        WatchCommand.Create(context),
        ConfigCommand.Create(context),
        CompletionCommand.Create(context),
        ManCommand.Create(context),
        DemoCommand.Create(context),
    };

    /// <summary>The message for a mistake of the caller; null for any other exception, which is our own fault.</summary>
    private static Sentence? Explain(Exception exception) => exception switch
    {
        UsageException or CryptographicException or TokenFormatException => Sentence.Of(exception),
        ArgumentException { ParamName: null } => Sentence.Of(exception),
        // A missing or broken assembly is our fault: the caller did not name that file.
        FileNotFoundException { FileName: { } assembly } when assembly.Contains(", Version=", StringComparison.Ordinal) => null,
        FileLoadException => null,
        FileNotFoundException { FileName: { } file } => MissingFile.Of(file),
        DirectoryNotFoundException when MissingFile.NameIn(exception.Message) is { } file => MissingFile.Of(file),
        UnauthorizedAccessException or IOException => Sentence.Of(exception),
        _ => null,
    };
}
