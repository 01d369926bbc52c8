using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer journal</c>: shows the head of the journal, and checks that the journal is unchanged.</summary>
internal static class JournalCommand
{
    public static Command Create() =>
        new("journal", "The journal: what was done, by whom, each line bound to those before it.") { Head(), Verify() };

    private static Command Head()
    {
        Command command = new Command(
            "head",
            "Prints the head: the number of the last line and the hash over all. Keep it outside of this machine: "
                + "'verify --head' finds it again, unless someone rewrote the journal.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using IssuerContext database = (await parsed.DatabaseAsync(cancellationToken)).Open();
            JournalHead head = await database.Heads.AsNoTracking().SingleAsync(cancellationToken);
            await Console.Out.WriteLineAsync(Write(head.Sequence, head.Hash));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Verify()
    {
        var kept = new Option<string?>("--head")
        {
            Description = "A head that was kept, as 'issuer journal head' printed it, or a signed one: a file, or the words themselves in "
                + "quotes.",
            HelpName = "FILE|\"N HASH\"",
        };
        var headKey = new Option<string?>("--head-key")
        {
            Description = "The public key that must have signed the head (Journal:Heads): a file, or its text. Take it from where heads "
                + "were received first, not from this machine.",
            HelpName = "FILE|KEY",
        };
        Command command = new Command(
            "verify",
            "Reads the whole journal, says whether it is as it was written, and replays it: whether each row of the database is as its "
                + "lines say.")
        {
            kept,
            headKey,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerContexts contexts = await parsed.DatabaseAsync(cancellationToken);
            string? key = parsed.GetValue(headKey);
            (long, byte[])? head = parsed.GetValue(kept) is { } text
                ? await ReadAsync(text, cancellationToken, key)
                : key is null ? null : throw new SettingsException(["--head-key goes with --head, whose signature it verifies."]);
            await using IssuerContext database = contexts.Open();
            JournalAuditResult audit = await JournalAudit.RunAsync(database, head, cancellationToken);
            await KeepAsync(contexts, audit, cancellationToken);
            foreach (string fault in audit.Faults)
            {
                await Console.Out.WriteLineAsync(Printable.Text(fault));
            }

            string note = head is null
                ? " Against someone who can rewrite all of it, keep a head outside ('issuer journal head')."
                : key is null ? " The head that was kept is in it."
                : " The head that was kept is in it, and its signature is that of the key.";
            await Console.Out.WriteLineAsync(audit.Faults.Count == 0
                ? $"The journal is as it was written: {audit.Entries} lines, and each row of the database is as they say.{note}"
                : $"THE JOURNAL AND THE DATABASE ARE NOT AS THEY WERE WRITTEN: {Count(audit)} faults. " +
                    "Keep the database as it is, and compare with a backup.");
            return audit.Faults.Count == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    /// <summary>Keeps the result for the pages. The audit counts also where the database cannot be written.</summary>
    private static async Task KeepAsync(IssuerContexts contexts, JournalAuditResult audit, CancellationToken cancellationToken)
    {
        try
        {
            await new KeepCheck(new IssuerStore(contexts, TimeProvider.System)).RunAsync(
                Actor.OfCommand("journal"), audit, cancellationToken);
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            await Console.Error.WriteLineAsync("The result is not kept for the pages, because the database cannot be written.");
        }
    }

    /// <summary>How many faults there are, as far as they were counted.</summary>
    internal static string Count(JournalAuditResult audit) =>
        audit.Faults.Count < JournalAudit.MostFaults ? $"{audit.Faults.Count}" : $"{JournalAudit.MostFaults} or more";

    /// <summary>A head as text, for people to keep.</summary>
    internal static string Write(long sequence, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{sequence} {Convert.ToHexStringLower(hash)}");

    /// <summary>Reads a head that was kept.</summary>
    /// <param name="kept">A file, or the words themselves.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="key">The key that must have signed it: a file, or its text; null if it need not be signed.</param>
    /// <exception cref="SettingsException">It is no head.</exception>
    internal static async Task<(long Sequence, byte[] Hash)> ReadAsync(
        string kept, CancellationToken cancellationToken, string? key = null)
    {
        string text = await TextAsync(kept, cancellationToken);
        HeadKey? by = key is null ? null
            : HeadKey.TryParse(await TextAsync(key, cancellationToken), out HeadKey? read) ? read
            : throw new SettingsException(["--head-key is no key of signed heads: a name, eight digits and the key, with + between them."]);
        return Read(text, by);
    }

    private static async Task<string> TextAsync(string given, CancellationToken cancellationToken) =>
        File.Exists(given) ? await File.ReadAllTextAsync(given, cancellationToken) : given;

    private static (long Sequence, byte[] Hash) Read(string text, HeadKey? by)
    {
        if (SignedHead.TryRead(text, out SignedHead? signed))
        {
            return by is null || signed.IsSignedBy(by, text)
                ? (signed.Sequence, signed.Hash)
                : throw new SettingsException(["The head was not signed by this key: it was made or changed by someone else."]);
        }

        if (by is not null)
        {
            throw new SettingsException(["--head is no signed head, so there is no signature that --head-key could verify."]);
        }

        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 && long.TryParse(words[0], CultureInfo.InvariantCulture, out long sequence) && words[1].Length == 64
            && words[1].All(char.IsAsciiHexDigit)
            ? (sequence, Convert.FromHexString(words[1]))
            : throw new SettingsException(["--head is no head: a number and 64 hexadecimal digits, as 'issuer journal head' prints them."]);
    }
}
