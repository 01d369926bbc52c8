using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem logs update|show</c>: the list of logs that count.</summary>
internal static class LogsCommand
{
    private static Sentence UpdateDescription => $"""
        Fetches or reads a log list, verifies its publisher's signature, and installs it in one step: the list that was there stays if
        anything is amiss. A list is never fetched unless this command is run.

        Google publishes https://www.gstatic.com/ct/log_list/v3/all_logs_list.json, its signature at the same place as
        all_logs_list.sig, and the key for it at https://certificate.transparency.dev/google/. Get the key once, by another way,
        and check it.

        Exit codes: 0 installed, 2 the list is not what the publisher signed, or is older than the one installed, 3 the publisher
        could not be asked, 64 a mistake in the command line.

        Example:
          emblem logs update --from https://www.gstatic.com/ct/log_list/v3/all_logs_list.json --key log_list_pubkey.pem
          emblem logs update --from all_logs_list.json --signature all_logs_list.sig --key log_list_pubkey.pem
        """;

    private const int MaxListBytes = 8 * 1024 * 1024;
    private const int MaxSignatureBytes = 16 * 1024;

    // The limit covers the body too, because a server could send it without an end.
    private static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(2);

    public static Command Create(CommandContext context) =>
        new("logs", Speech.Text($"Installs and shows the list of Certificate Transparency logs that "
            + $"count.")) { Update(context), Show(context) };

    private static Command Update(CommandContext context)
    {
        var from = new Option<string>("--from")
        {
            Description = Speech.Text($"The list: a URL (https) or a file."),
            HelpName = "URL|FILE",
            Required = true
        };
        var signature = new Option<string?>("--signature")
        {
            Description = Speech.Text($"Its detached signature; by default beside the list, ending in .sig in place of .json."),
            HelpName = "URL|FILE"
        };
        var key = new Option<string>("--key")
        {
            Description = Speech.Text($"The publisher's public key (PEM)."),
            HelpName = "FILE",
            Required = true
        };
        Option<string?> output = new("--log-list")
        {
            Description = Speech.Text($"Where to install it; by default where the other commands look."),
            HelpName = "FILE"
        };
        var command = new Command("update", Speech.Text(UpdateDescription)) { from, signature, key, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string target = parsed.GetValue(output)
                ?? context.Configuration.Use(Setting.LogList)
                ?? UserFolder.LogList(context)
                ?? throw new UsageException($"There is no home folder to install the list in: name a file with --log-list.");
            string source = parsed.GetValue(from)!;
            using var http = new LogHttp();
            using var progress = new Progress(context, () => $"Fetching the log list");
            byte[] list = await FetchAsync(source, MaxListBytes, http, context, cancellationToken);
            byte[] signed = await FetchAsync(
                parsed.GetValue(signature) ?? Path.ChangeExtension(source, ".sig"), MaxSignatureBytes, http, context, cancellationToken);
            progress.Dispose();
            byte[] publisherKey = Files.Large(parsed.GetValue(key)!, context);
            LogList verified = Verified(list, signed, publisherKey, parsed.GetValue(key)!, source);
            if (Installed(target, context) is { } installed && installed.Timestamp > verified.Timestamp)
            {
                throw new RefusalException(
                    ExitCode.Undecodable,
                    $"The list that is installed is newer ({Instant(installed.Timestamp)}) than this one ({Instant(verified.Timestamp)}), "
                        + $"so it stays. Remove '{target}' first if you mean to go back.");
            }

            LogListFiles.Install(target, list, signed, publisherKey, context);
            context.Tell($"Installed {target}.");
            Describe(verified, context);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        Option<string?> logList = TrustOptions.LogListOption();
        var all = new Option<bool>("--all") { Description = Speech.Text($"Name every log.") };
        var command = new Command("show", Speech.Text($"Shows which log list is in use, how old it is, and what it "
            + $"holds.")) { logList, all };
        command.SetAction(parsed =>
        {
            LogList list = TrustOptions.Read(parsed.GetValue(logList), null, [], context).Logs
                ?? throw new UsageException($"No log list is installed. 'emblem logs update' installs one; --log-list names a file.");
            Describe(list, context);
            if (parsed.GetValue(all))
            {
                foreach (TransparencyLog log in list.Logs.OrderBy(l => l.Operator, StringComparer.Ordinal)
                    .ThenBy(l => l.Description, StringComparer.Ordinal))
                {
                    context.Print($"{log.Id.ToBase64()}  {(log.Kind == LogKind.Static ? "static " : "RFC6962")}  "
                        + $"{log.State.ToString().ToLowerInvariant(),-9}  {log}");
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
        Sentence version = list.Version is { } stated ? Sentence.Of($"{stated}") : $"not stated";
        double days = Math.Floor(list.AgeAt(context.Clock.GetUtcNow()).TotalDays);
        context.Say($"Version {version} of {Instant(list.Timestamp)}, {days} days old.");
        context.Say($"{Count(LogKind.Rfc6962)} RFC 6962 logs and {Count(LogKind.Static)} static logs; "
            + $"{counting} of them count for what they log now.");
        foreach (Finding finding in list.Findings)
        {
            context.Tell(LibraryWords.Of(finding));
        }
    }

    private static LogList Verified(byte[] list, byte[] signature, byte[] publisherKey, string keyFile, string source)
    {
        try
        {
            return LogList.ReadSigned(list, signature, publisherKey);
        }
        catch (TokenFormatException e) when (e.Path?.StartsWith("publisher's key", StringComparison.Ordinal) == true)
        {
            throw new UsageException(
                $"'{keyFile}' is not the public key of a publisher: {e.Reason}. It is a file that begins with -----BEGIN PUBLIC KEY-----.");
        }
        catch (TokenFormatException e) when (e.Path == "signature")
        {
            throw new RefusalException(
                ExitCode.Undecodable,
                $"The signature does not fit: the key in '{keyFile}' did not sign '{source}' as it stands. "
                    + $"Either the list is incomplete or was altered, or list and signature are of different days, or the key is another "
                    + $"publisher's. Nothing was installed; fetch list and signature again, together.");
        }
        catch (TokenFormatException e)
        {
            throw new RefusalException(
                ExitCode.Undecodable,
                $"'{source}' is signed by the key in '{keyFile}', and is no log list that this program reads: {Sentence.Of(e)}. "
                    + $"Nothing was installed.");
        }
    }

    /// <summary>The installed list; null if there is none. A damaged list also gives null, so that an update can replace it.</summary>
    private static LogList? Installed(string target, CommandContext context)
    {
        if (!File.Exists(target))
        {
            return null;
        }

        try
        {
            return LogList.Read(Files.LargeToReplace(target));
        }
        catch (TokenFormatException e)
        {
            context.Tell($"The list that was installed cannot be read ({Sentence.Of(e)}), and is replaced.");
            return null;
        }
    }

    private static async Task<byte[]> FetchAsync(
        string source, int maxBytes, LogHttp http, CommandContext context, CancellationToken cancellationToken)
    {
        // A single letter before the colon is a drive.
        if (source.IndexOf(':', StringComparison.Ordinal) < 2
            || File.Exists(source)
            || !Uri.TryCreate(source, UriKind.Absolute, out Uri? url)
            || url.IsFile)
        {
            return Files.Large(source, context);
        }

        if (!UrlText.TryRead(source, out _, out _, out string? problem))
        {
            throw new UsageException($"'{source}' {problem}.");
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        {
            throw new UsageException($"'{source}' is neither an https URL nor a file.");
        }

        Sentence otherMeans =
            $"Nothing was installed. Try again, or fetch list and signature by other means, and name the files with --from and "
                + $"--signature.";
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LongestFetch);
        try
        {
            using HttpResponseMessage response = await http.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (!response.IsSuccessStatusCode)
            {
                int status = (int)response.StatusCode;
                throw new RefusalException(ExitCode.Unknown, status is >= 300 and < 400
                    ? Sentence.Of($"{url.Authority} answered with status {status} (redirects are not followed) for {url.AbsolutePath}. "
                        + $"{otherMeans}")
                    : $"{url.Authority} answered with status {status} for {url.AbsolutePath}. {otherMeans}");
            }

            await response.Content.LoadIntoBufferAsync(maxBytes, limited.Token);
            return await response.Content.ReadAsByteArrayAsync(limited.Token);
        }
        catch (HttpRequestException e)
        {
            throw new RefusalException(ExitCode.Unknown, $"{url} could not be fetched: {e.Message.TrimEnd('.')}. {otherMeans}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusalException(ExitCode.Unknown, $"{url.Authority} did not answer in time. {otherMeans}");
        }
    }

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
