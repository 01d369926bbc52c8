using System.CommandLine;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using Microsoft.AspNetCore.Connections;

namespace DigitalEmblem.Issuer;

/// <summary>The words of the issuer's command line.</summary>
internal static class IssuerCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">The words.</param>
    /// <returns>The exit code: 0 done, 1 the answer is no, 64 the call or the settings are wrong, 70 the service failed.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                await SayAsync(message);
            }

            await Console.Error.WriteLineAsync("See 'issuer --help'.");
            return ExitCode.Usage;
        }

        try
        {
            // By default a command that is told to stop is cut off after two seconds: the service has more in hand than that.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = IssuerHost.LongestStop + TimeSpan.FromSeconds(10) });
        }
        catch (OperationCanceledException)
        {
            await SayAsync("stopped.");
            return ExitCode.Stopped;
        }
        catch (SettingsException e)
        {
            await SayAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await SayAsync($"{e.Message} Does the service run already? If not, set another port: Listen:Api, Listen:Public.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is RefusedException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            await SayAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            await SayAsync($"the database: {e.InnerException?.Message ?? e.Message} Is it there (Database:Connection), and was 'issuer migrate' run?");
            return ExitCode.Failed;
        }
    }

    /// <summary>The one place that prints errors: nothing unprintable comes through, whoever's words they are. The faults of settings stand on lines of their own.</summary>
    private static Task SayAsync(string message) =>
        Console.Error.WriteLineAsync($"issuer: {string.Join('\n', message.Split('\n').Select(PrintableLine.Of))}");

    private static RootCommand Create() => new("Keeps, renews, publishes and withdraws the digital emblems of an organization, and endorses others.\n\nSettings come from issuer.json (or --config FILE), then ISSUER__Section__Name=value in the environment, then --Section:Name=value.")
    {
        ServeCommand.Create(),
        DemoCommand.Create(),
        MigrateCommand.Create(),
        AccessCommand.Create(),
        SettingsCommand.Create(),
        JournalCommand.Create(),
        BackupCommand.Create(),
    };
}
