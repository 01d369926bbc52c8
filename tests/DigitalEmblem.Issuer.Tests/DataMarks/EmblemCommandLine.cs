using DigitalEmblem.Cli;

namespace DigitalEmblem.Issuer.Tests.DataMarks;

/// <summary>The command <c>emblem</c> on the machine that holds data, in this process, by the clock of a scene.</summary>
internal sealed class EmblemCommandLine(TimeProvider clock)
{
    /// <summary>What is piped into the next run.</summary>
    public byte[]? Input { get; set; }

    /// <summary>Runs it.</summary>
    public async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await EmblemCommand.RunAsync(args, new CommandContext
        {
            OpenInput = () => new MemoryStream(Input ?? []),
            InputIsRedirected = Input is not null,
            Out = output,
            Error = error,
            Colour = false,
            Width = null,
            Clock = clock,
            Environment = _ => null,
            AskSecret = _ => null,
            AskLine = _ => null,
        });
        return (code, output.ToString(), error.ToString());
    }
}
