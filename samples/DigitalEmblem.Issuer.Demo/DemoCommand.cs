using System.CommandLine;
using System.Runtime.InteropServices;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>The command of the demo. It starts all that a person needs to try the issuer, on loopback.</summary>
internal static class DemoCommand
{
    private const string Description = """
        Starts an authority and an issuer on loopback, with SQLite in a new folder, and what they need around them: a name server that
        takes updates, a certificate authority and its log, and the public check page. Prints links by which people join the pages of
        both services, and calls to try. Ctrl-C ends it and removes the folder.

        What is signed here is worth nothing elsewhere: nobody else believes this authority and this log.
        """;

    /// <summary>The command.</summary>
    public static RootCommand Create()
    {
        var folder = new Option<string?>("--folder")
        {
            Description = "Where to keep everything: a folder that is empty or not there yet. It is not removed.",
            HelpName = "FOLDER",
        };
        var command = new RootCommand(Description) { folder };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(folder), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? kept, CancellationToken cancellationToken)
    {
        // Yield first: until the command line has the task, Ctrl-C ends the process without the clean-up below.
        await Task.Yield();
        string folder = kept is null ? Directory.CreateTempSubdirectory("emblem-issuer-demo-").FullName : Path.GetFullPath(kept);
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new SettingsException([$"'{folder}' is not an empty folder. Name another one."]);
        }

        // A closed terminal ends the demo like Ctrl-C, because the folder has keys in it. Nothing can be printed then.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            end.Cancel();
        });
        bool TerminalIsGone() => end.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
        try
        {
            await ShowAsync(folder, end.Token);
        }
        catch (Exception e) when ((e is OperationCanceledException or IOException) && TerminalIsGone())
        {
            return ExitCode.Stopped;
        }
        finally
        {
            if (kept is null)
            {
                // SQLite keeps its files open for the next connection.
                SqliteConnection.ClearAllPools();
                Directory.Delete(folder, recursive: true);
            }
        }

        if (!TerminalIsGone())
        {
            await Console.Out.WriteLineAsync(
                kept is null ? "\nStopped, and the folder removed." : $"\nStopped. Everything is still in {folder}.");
        }

        return ExitCode.Done;
    }

    private static async Task ShowAsync(string folder, CancellationToken end)
    {
        string? root = SourceTree();
        await Console.Out.WriteLineAsync("Starting an authority, an issuer, a name server, a certificate authority and a log ...");
        await using DemoScene scene = await DemoScene.StartAsync(
            folder,
            root is null ? "emblem" : $"dotnet run --project {ShellWord.Of(Path.Combine(root, "src", "DigitalEmblem.Cli"))} --",
            TimeProvider.System,
            end);
        await SayAsync(scene, folder, root, end);
        await Task.WhenAll(scene.Issuer.EndAsync(end), scene.Authority.EndAsync(end));
    }

    private static async Task SayAsync(DemoScene scene, string folder, string? root, CancellationToken cancellationToken)
    {
        string walk = root is null ? "walkthrough.sh" : ShellWord.Of(Path.Combine(root, "src", "DigitalEmblem.Issuer", "walkthrough.sh"));
        await Console.Out.WriteLineAsync($$"""

        Issuer       https://society.example    {{scene.Issuer.Api}} (API)  {{scene.Issuer.Public}} (public)
        Authority    https://ministry.example   {{scene.Authority.Api}} (API)  {{scene.Authority.Public}} (public)
        Name server  society.example            {{scene.NameServer.EndPoint}}; takes updates from everybody on this machine
        CA and log   worth nothing elsewhere    {{scene.Trust.Url}}
        Folder       {{folder}}; demo.env in it has the API keys of all people: anyone who reads it can do all that they can

        In a browser: open a link for each person, in a window of its own (each works once, for an hour; exercises are in docs/exercises)

          Society, administrator  ida    {{await scene.Issuer.InviteAsync("ida", AccessRoles.Administrator, cancellationToken)}}
          Society, officer        olga   {{await scene.Issuer.InviteAsync("olga", AccessRoles.Officer, cancellationToken)}}
          Society, auditor        vera   {{await scene.Issuer.InviteAsync("vera", AccessRoles.Auditor, cancellationToken)}}
          Ministry, administrator adam   {{await scene.Authority.InviteAsync("adam", AccessRoles.Administrator, cancellationToken)}}
          Ministry, approver      anna   {{await scene.Authority.InviteAsync("anna", AccessRoles.Approver, cancellationToken)}}
          Ministry, approver      ben    {{await scene.Authority.InviteAsync("ben", AccessRoles.Approver, cancellationToken)}}
          Is this host marked?           {{scene.CheckPage.Url}}

        By calls, in another terminal:

          source {{ShellWord.Of(scene.Variables)}}
          bash {{walk}}    # from nothing to a marked host, its renewal and withdrawal
          curl -s $ISSUER_PUBLIC/health/ready
          curl -s -H "Authorization: Bearer $ISSUER_OFFICER" $ISSUER_API/api/v1/status
          curl -s -H "Authorization: Bearer $ISSUER_OFFICER" $ISSUER_API/api/v1/openapi.json

        Ctrl-C ends it.
        """);
    }

    // In a source tree the emblem command is run from there; elsewhere it is installed.
    private static string? SourceTree()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DigitalEmblem.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
