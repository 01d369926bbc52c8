using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>What was attached, for a person.</summary>
internal static class AttachedText
{
    public static void Write(DataAttached attached, string path, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        Emblem claims = attached.Sign.Claims;
        console.MarkupLine(Terminal.SafeAll($"Attached the sign of {claims.Issuer?.ToString() ?? "an unnamed organization"} to "
            + $"{Amount.Of(attached.Files, "file")} ({Amount.Bytes(attached.Bytes)}), until "
            + $"{VerdictText.Instant(claims.Validity.Expires)}."));
        console.WriteLine();
        VerdictText.Fact(console, "Sign", attached.SignPath);
        VerdictText.Fact(console, "Root", attached.Sign.Root.ToString());
        console.WriteLine();
        console.MarkupLine(Terminal.SafeAll("The data were not read again. To check them: "
            + $"'emblem data check {path}'. A renewed sign of this root is attached in the same way."));
    }
}
