using DigitalEmblem.Cli;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>The command itself, with the input where a file or standard input is read.</summary>
internal static class CommandTargets
{
    private static readonly int[] Codes = [0, 1, 2, 3, 4, ExitCode.Usage];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Command("command-verify", "verify", "-", "--asset", "www.society.example"),
        Command("command-inspect", "inspect", "-"),
        Command("command-key", "key", "id", "-"),
        Command("command-root", "root", "log", "-"),
    ];

    private static FuzzTarget Command(string name, params string[] args) =>
        new(name, input => Run(input, args)) { BaseBytes = 16 << 20, BytesPerByte = 4096, MaxLength = 4096 };

    private static void Run(ReadOnlyMemory<byte> input, string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int code = EmblemCommand.RunAsync(args, FuzzContext.Of(input, output, error)).GetAwaiter().GetResult();
        Invariant.Harmless(output.ToString(), "standard output", lines: true);
        Invariant.Harmless(error.ToString(), "standard error", lines: true);
        Invariant.Holds(Codes.Contains(code), $"exit code {code}");
        Invariant.Holds(code != 0 || args[0] != "verify", "marked, with no commitment known");
    }
}
