using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>
/// <c>issuer setup</c>: all that a first start needs, in one folder, and the first administrator's link. Anyone who reads the folder has
/// the key files and their passphrase.
/// </summary>
internal static class SetupCommand
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const int SecretBytes = 32;
    private const string SettingsFile = "issuer.json";
    private const string LogListFile = "log_list.json";
    private const string LogListAddress = "https://www.gstatic.com/ct/log_list/v3/log_list.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder that is made. One that is there has to be empty." };
        var handle = new Option<string>("--handle")
        {
            Description = "The first administrator; stands in the journal, and is never given again.",
            DefaultValueFactory = _ => "administrator",
        };
        var logs = new Option<string?>("--log-list")
        {
            Description = $"The list of certificate logs, which is copied. Without it, fetch it before the start: {LogListAddress}",
            HelpName = "FILE",
        };
        var command = new Command(
            "setup",
            "Makes a folder with the database, the folder of keys, the secrets and the settings, and prints a link by which the first "
                + "administrator gets in. The link works once, for an hour.")
        {
            folder,
            handle,
            logs,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = Path.GetFullPath(parsed.GetValue(folder)!);
            string administrator = Person.Canonical(parsed.GetValue(handle)!);
            byte[]? list = parsed.GetValue(logs) is { } file ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
            string link = await MakeAsync(path, administrator, list, cancellationToken);
            string settings = Path.Combine(path, SettingsFile);
            string fetch = list is null
                ? $"""

                First fetch the list of certificate logs, without which nothing can be proven:
                   curl -o {Path.Combine(path, LogListFile)} {LogListAddress}

                """
                : "";
            await Console.Out.WriteLineAsync(
                $"""
                Made in {path}: the database, the folder of keys, their passphrase, the secret of the pages, and the settings
                (issuer.json).
                {fetch}
                1. Start the service:
                   issuer serve --config {settings}
                2. Open this link on this machine. It makes you the administrator '{administrator}', works once, and for an hour:
                   {link}

                If the hour is over: issuer access invite {administrator} --role Administrator --config {settings}
                """);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Makes all of it, or leaves nothing behind.</summary>
    /// <returns>The first administrator's link.</returns>
    /// <exception cref="IOException">There is something in the folder already.</exception>
    private static async Task<string> MakeAsync(
        string path, string administrator, byte[]? logList, CancellationToken cancellationToken)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new IOException($"'{path}' is there and is not an empty folder. Nothing was changed: name another folder.");
        }

        bool isNew = !Directory.Exists(path);
        MakeFolder(path);
        try
        {
            string keys = Path.Combine(path, "keys"), passphrase = Path.Combine(path, "key-passphrase");
            string logs = Path.Combine(path, LogListFile), webSecret = Path.Combine(path, "web-secret");
            var database = new DatabaseOptions { Connection = Path.Combine(path, "issuer.db") };
            MakeFolder(keys);
            await WriteAsync(passphrase, NewSecret(), cancellationToken);
            await WriteAsync(webSecret, NewSecret(), cancellationToken);
            if (logList is not null)
            {
                await WriteAsync(logs, logList, cancellationToken);
            }

            var contexts = new IssuerContexts(database);
            await contexts.MigrateAsync(cancellationToken);
            (_, string secret) = await new InvitePerson(new IssuerStore(contexts, TimeProvider.System)).RunAsync(
                Actor.OfCommand("setup"), administrator, AccessRoles.Administrator, null, cancellationToken);
            await WriteAsync(
                Path.Combine(path, SettingsFile),
                Text(Settings(database.Connection, keys, passphrase, logs, webSecret).ToJsonString(Indented)),
                cancellationToken);
            return new InvitationLinks(InvitationLinks.DefaultOrigin).Of(secret);
        }
        catch
        {
            Remove(path, isNew);
            throw;
        }
    }

    private static JsonObject Settings(string database, string keys, string passphrase, string logs, string webSecret) => new()
    {
        ["Database"] = new JsonObject { ["Connection"] = database },
        ["Listen"] = new JsonObject { ["Metrics"] = "127.0.0.1:8634" },
        ["Custody"] = new JsonObject
        {
            ["Files"] = new JsonObject { ["Directory"] = keys, ["Passphrase"] = new JsonObject { ["File"] = passphrase } },
        },
        ["Transparency"] = new JsonObject { ["LogList"] = logs },
        ["Web"] = new JsonObject { ["Secret"] = new JsonObject { ["File"] = webSecret } },
    };

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerFolder);
        // One that was there, and was empty, keeps its mode otherwise.
        File.SetUnixFileMode(path, OwnerFolder);
    }

    private static byte[] NewSecret() => Text(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\n");

    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        await using var file = new FileStream(path, create);
        await file.WriteAsync(content, cancellationToken);
    }

    private static void Remove(string path, bool isNew)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (string file in Directory.EnumerateFiles(path))
        {
            File.Delete(file);
        }

        if (Path.Combine(path, "keys") is var keys && Directory.Exists(keys))
        {
            Directory.Delete(keys);
        }

        if (isNew)
        {
            Directory.Delete(path);
        }
    }
}
