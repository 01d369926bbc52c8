using DigitalEmblem.Cli;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Fuzz.Running;

/// <summary>Makes the context of a command that runs without a person at a terminal.</summary>
internal static class FuzzContext
{
    /// <summary>A context of one run.</summary>
    /// <param name="input">The content of standard input.</param>
    /// <param name="output">Where results go; null for nowhere.</param>
    /// <param name="error">Where messages go; null for nowhere.</param>
    public static CommandContext Of(ReadOnlyMemory<byte> input = default, TextWriter? output = null, TextWriter? error = null) => new()
    {
        OpenInput = () => new MemoryStream(input.ToArray()),
        InputIsRedirected = true,
        Out = output ?? TextWriter.Null,
        Error = error ?? TextWriter.Null,
        Colour = false,
        Width = null,
        Clock = new SettableClock(TestTokens.Now),
        Environment = _ => null,
        AskSecret = _ => null,
    };
}
