using System.CommandLine;
using DigitalEmblem.Issuer.Drill;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer drill</c>: a compromise of the emblem key and of the root key, in a sandbox.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output")
        {
            Description = "text, or json for a program.",
            HelpName = "text|json",
            DefaultValueFactory = _ => "text",
        };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "drill",
            "Goes through a compromise of the emblem key and of the root key in a sandbox, with a clock of its own. It needs no settings "
                + "and touches nothing of your service: a database in a temporary folder, keys in memory, a name server on loopback. "
                + "It prints who has to do what, and what an observer sees; the exit code is 1 if it did not end as it should.")
        {
            output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool text = parsed.GetValue(output) == "text";
            if (text)
            {
                await Console.Out.WriteLineAsync("A drill in a sandbox. Times are hours and minutes by its own clock.\n");
            }

            DrillReport report = await RunAsync(
                step => text ? Console.Out.WriteLineAsync(DrillReport.Text(step)) : Task.CompletedTask, cancellationToken);
            await Console.Out.WriteLineAsync(text ? "\n" + report.Summary() : report.Json());
            return report.IsGood ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    /// <summary>Runs it in a folder that is removed.</summary>
    /// <param name="tell">Is told each step.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<DrillReport> RunAsync(Func<DrillStep, Task> tell, CancellationToken cancellationToken)
    {
        // Yield first: until the command line has the task, Ctrl-C ends the process without the clean-up below.
        await Task.Yield();
        string folder = Directory.CreateTempSubdirectory("emblem-issuer-drill-").FullName;
        try
        {
            await using DrillScene scene = await DrillScene.StartAsync(folder, cancellationToken);
            await using var observer = new DrillObserver(scene);
            return await new CompromiseDrill(scene, observer, tell).RunAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
