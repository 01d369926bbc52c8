using System.CommandLine;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem watch</c>: what to look for again and again.</summary>
internal static class WatchCommand
{
    public static Command Create(CommandContext context) =>
        new("watch", Speech.Text($"Watches for what others do with a name that you guard.")) { WatchCtCommand.Create(context) };
}
