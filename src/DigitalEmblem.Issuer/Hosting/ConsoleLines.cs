using Microsoft.Extensions.Logging.Console;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The log on standard output: a line for people on a terminal, and JSON for programs elsewhere, such as the journal of systemd and
/// containers.
/// </summary>
internal static class ConsoleLines
{
    /// <summary>Adds it.</summary>
    /// <param name="logging">Where to.</param>
    /// <param name="formatter">The name of a formatter; null for the one that fits where standard output leads.</param>
    public static ILoggingBuilder AddConsoleLines(this ILoggingBuilder logging, string? formatter = null)
    {
        logging.AddSimpleConsole(c => (c.SingleLine, c.TimestampFormat, c.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
        logging.AddJsonConsole(c => (c.TimestampFormat, c.UseUtcTimestamp) = ("yyyy-MM-ddTHH:mm:ss.fffZ", true));
        // Each formatter that is added takes the place of the one before, whatever the settings say.
        logging.Services.PostConfigure<ConsoleLoggerOptions>(
            o => o.FormatterName = formatter ?? (Console.IsOutputRedirected ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple));
        return logging;
    }
}
