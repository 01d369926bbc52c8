using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>Runs a command line. It reports faults as a line on standard error and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs it.</summary>
    /// <param name="program">The name of the program, for messages.</param>
    /// <param name="root">The commands.</param>
    /// <param name="args">The words.</param>
    /// <returns>The exit code: 0 done, 1 the answer is no, 64 the call or the settings are wrong, 70 the service failed.</returns>
    public static async Task<int> RunAsync(string program, RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                await SayAsync(program, message);
            }

            await Console.Error.WriteLineAsync($"See '{program}{Path(parsed.CommandResult)} --help'.");
            return ExitCode.Usage;
        }

        try
        {
            // The default cuts a command off after two seconds, and the service may need longer to stop.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = IssuerHost.LongestStop + TimeSpan.FromSeconds(10),
            });
        }
        catch (OperationCanceledException)
        {
            await SayAsync(program, "stopped.");
            return ExitCode.Stopped;
        }
        catch (SettingsException e)
        {
            await SayAsync(program, e.Message);
            return ExitCode.Usage;
        }
        catch (DatabaseFormException e)
        {
            // As wrong settings: only a person mends it, so that systemd does not try again and again.
            await SayAsync(program, e.Message);
            return ExitCode.Usage;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await SayAsync(program, $"{e.Message} Does the service run already? If not, set another port: Listen:Api, "
                + "Listen:Public, Listen:Web, Listen:Metrics, or Check:Listen of the check page.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is RefusedException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            await SayAsync(program, e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            await SayAsync(
                program,
                $"the database: {e.InnerException?.Message ?? e.Message} Is it there (Database:Connection), and may this user write to it "
                    + "and to its folder?");
            return ExitCode.Failed;
        }
        finally
        {
            // The last connection that is closed takes away the files beside a SQLite database; a pool would leave them behind.
            SqliteConnection.ClearAllPools();
        }
    }

    // The path of the named command, so that the error leads to that command's help and not to the whole program's.
    private static string Path(CommandResult named) =>
        named.Parent is CommandResult above ? $"{Path(above)} {named.Command.Name}" : "";

    /// <summary>
    /// Prints all errors. Unprintable characters are escaped, because a message may quote hostile text. Each fault of the settings has a
    /// line of its own.
    /// </summary>
    private static Task SayAsync(string program, string message) =>
        Console.Error.WriteLineAsync($"{program}: {string.Join('\n', message.Split('\n').Select(PrintableLine.Of))}");
}
