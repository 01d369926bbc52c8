using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem logs update|show</c>: the list of logs that count.</summary>
internal static class LogsCommand
{
    private const string UpdateDescription = """
        Fetches or reads a log list, verifies its publisher's signature, and installs it in one step: the list that was there stays if
        anything is amiss. A list is never fetched unless this command is run.

        Google publishes https://www.gstatic.com/ct/log_list/v3/all_logs_list.json, its signature at the same place as
        all_logs_list.sig, and the key for it at https://certificate.transparency.dev/google/. Get the key once, by another way, and check it.

        Example:
          emblem logs update --from https://www.gstatic.com/ct/log_list/v3/all_logs_list.json --key log_list_pubkey.pem
          emblem logs update --from all_logs_list.json --signature all_logs_list.sig --key log_list_pubkey.pem
        """;

    private const int MaxListBytes = 8 * 1024 * 1024;
    private const int MaxSignatureBytes = 16 * 1024;

    public static Command Create(CommandContext context) => new("logs", "Installs and shows the list of Certificate Transparency logs that count.") { Update(context), Show(context) };

    private static Command Update(CommandContext context)
    {
        var from = new Option<string>("--from") { Description = "The list: a URL (https) or a file.", HelpName = "URL|FILE", Required = true };
        var signature = new Option<string?>("--signature") { Description = "Its detached signature; by default beside the list, ending in .sig in place of .json.", HelpName = "URL|FILE" };
        var key = new Option<string>("--key") { Description = "The publisher's public key (PEM).", HelpName = "FILE", Required = true };
        Option<string?> output = new("--log-list") { Description = "Where to install it; by default where the other commands look.", HelpName = "FILE" };
        var command = new Command("update", UpdateDescription) { from, signature, key, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            string target = parsed.GetValue(output) ?? UserFolder.LogList(context) ?? throw new UsageException("There is no home folder to install the list in: name a file with --log-list.");
            string source = parsed.GetValue(from)!;
            using var http = new LogHttp();
            using var progress = new Progress(context, () => "Fetching the log list");
            byte[] list = await FetchAsync(source, MaxListBytes, http, context, cancellation);
            byte[] signed = await FetchAsync(parsed.GetValue(signature) ?? Path.ChangeExtension(source, ".sig"), MaxSignatureBytes, http, context, cancellation);
            progress.Dispose();
            LogList verified = Files.Parse(parsed.GetValue(key)!, "public key that signed this log list", k => LogList.ReadSigned(list, signed, k), context);
            if (File.Exists(target) && Files.Parse(target, "log list", LogList.Read, context) is { } installed && installed.Timestamp > verified.Timestamp)
            {
                throw new UsageException($"The list that is installed is newer ({Instant(installed.Timestamp)}) than this one ({Instant(verified.Timestamp)}). Remove '{target}' first if you mean it.");
            }

            Install(target, list);
            context.Error.WriteLine($"Installed {target}.");
            Describe(verified, context);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        Option<string?> logList = TrustOptions.LogListOption();
        var all = new Option<bool>("--all") { Description = "Name every log." };
        var command = new Command("show", "Shows which log list is in use, how old it is, and what it holds.") { logList, all };
        command.SetAction(parsed =>
        {
            LogList list = TrustOptions.Read(parsed.GetValue(logList), [], [], context).Logs
                ?? throw new UsageException("No log list is installed. 'emblem logs update' installs one; --log-list names a file.");
            Describe(list, context);
            if (parsed.GetValue(all))
            {
                foreach (TransparencyLog log in list.Logs.OrderBy(l => l.Operator, StringComparer.Ordinal).ThenBy(l => l.Description, StringComparer.Ordinal))
                {
                    context.Out.WriteLine($"{log.Id.ToBase64()}  {(log.Kind == LogKind.Static ? "static " : "RFC6962")}  {log.State.ToString().ToLowerInvariant(),-9}  {log}");
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Describe(LogList list, CommandContext context)
    {
        int Count(LogKind kind) => list.Logs.Count(l => l.Kind == kind);
        int counting = list.Logs.Count(l => l.State is LogState.Qualified or LogState.Usable or LogState.ReadOnly);
        context.Out.WriteLine($"Version {list.Version ?? "not stated"} of {Instant(list.Timestamp)}, {Math.Floor(list.AgeAt(context.Clock.GetUtcNow()).TotalDays)} days old.");
        context.Out.WriteLine($"{Count(LogKind.Rfc6962)} RFC 6962 logs and {Count(LogKind.Static)} static logs; {counting} of them count for what they log now.");
    }

    private static async Task<byte[]> FetchAsync(string source, int maxBytes, LogHttp http, CommandContext context, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? url) || url.IsFile)
        {
            return Files.Large(source);
        }

        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
        {
            throw new UsageException($"'{source}' is not an https URL.");
        }

        try
        {
            using HttpResponseMessage response = await http.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new UsageException($"{url.Host} answered with status {(int)response.StatusCode} for {url.AbsolutePath}; redirects are not followed. Fetch the file by other means, and name it with --from.");
            }

            await response.Content.LoadIntoBufferAsync(maxBytes, cancellation);
            return await response.Content.ReadAsByteArrayAsync(cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new UsageException($"{url} could not be fetched: {e.Message} Fetch it by other means, and name the file with --from.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UsageException($"{url.Host} did not answer in time. Try again, or fetch the file by other means, and name it with --from.");
        }
    }

    private static void Install(string target, byte[] list)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
        {
            UserFolder.CreatePrivate(folder);
        }

        // Whole or not at all: other commands may read it at this moment.
        string draft = target + ".new";
        using (FileStream file = File.Create(draft))
        {
            file.Write(list);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, target, overwrite: true);
    }

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
