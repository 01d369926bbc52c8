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
        Sentence issuer = claims.Issuer is { } named ? Sentence.Of($"{named}") : $"an unnamed organization";
        console.Line($"Attached the sign of {issuer} to {Amount.Files(attached.Files)} ({Amount.Bytes(attached.Bytes)}), until "
            + $"{VerdictText.Instant(claims.Validity.Expires)}.");
        console.WriteLine();
        VerdictText.Fact(console, $"Sign", $"{attached.SignPath}");
        VerdictText.Fact(console, $"Root", $"{attached.Sign.Root.ToString()}");
        console.WriteLine();
        console.Line($"The data were not read again. To check them: "
            + $"'emblem data check {path}'. A renewed sign of this root is attached in the same way.");
    }
}
