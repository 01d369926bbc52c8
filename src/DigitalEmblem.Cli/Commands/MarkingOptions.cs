using System.CommandLine;
using System.Text;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary>What marking data and marking them again have in common.</summary>
internal sealed class MarkingOptions
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromDays(30);

    private readonly Option<string[]> _with = new("--with")
    {
        Description = Speech.Text(
            $"The endorsements above the key, from the issuer's root key on, and the public keys ('emblem bundle' joins them)."),
        HelpName = "BUNDLE",
        Required = true
    };
    private readonly Option<string> _key = new("--key")
    {
        Description = Speech.Text($"The private key that signs (PEM)."),
        HelpName = "FILE",
        Required = true
    };
    private readonly Option<string?> _passphraseFile = KeyCommand.PassphraseFile();
    private readonly Option<OrganizationIdentifier> _issuer = new("--issuer")
    {
        Description = Speech.Text($"The organization that marks the data, e.g. https://society.example."),
        HelpName = "OI",
        Required = true,
        CustomParser = Parsers.Of(OrganizationIdentifier.Parse)
    };
    private readonly Option<Purposes> _purposes = new Option<Purposes>("--purpose")
    {
        Description = Speech.Text($"What the sign stands for: protective, indicative, dangerous-forces, civil-defence, cultural-property."),
        HelpName = "PURPOSE,...",
        Required = true,
        CustomParser = Parsers.Purposes
    }.Offering(PurposeNames.All);
    private readonly Option<TimeSpan?> _lifetime = new("--lifetime")
    {
        Description = Speech.Text($"How long the sign is valid; 30d by default. Shorter is safer: copies of it cannot be withdrawn."),
        HelpName = "DURATION",
        CustomParser = Parsers.Duration
    };
    private readonly Option<EntryPath[]> _exclude = new("--exclude")
    {
        Description = Speech.Text(
            $"A path below the folder, or in the archive, that is not covered, with all below it, e.g. cache. The sign names it, "
            + $"because anything may lie there."),
        HelpName = "PATH",
        CustomParser = Parsers.AllOf(Exclusion)
    };
    private readonly Option<bool> _notice = new("--notice")
    {
        Description = Speech.Text($"Also write DIGITAL-EMBLEM-NOTICE.txt into the folder or the new archive, for people who find the data.")
    };

    public static Argument<string> PathArgument() =>
        new("PATH") { Description = Speech.Text($"A folder, or a single file.") };

    public void AddTo(Command command)
    {
        Option[] options = [_with, _key, _passphraseFile, _issuer, _purposes, _lifetime, _exclude, _notice];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The options of signing alone: a place has no exclusions and no notice.</summary>
    public void AddSigningTo(Command command)
    {
        Option[] options = [_with, _key, _passphraseFile, _issuer, _purposes, _lifetime];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Verifies key and endorsements, and signs with them.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="context">The process.</param>
    /// <param name="sign">Signs, for this organization and with this lifetime.</param>
    public async Task<int> SignAsync(
        ParseResult parsed, CommandContext context, Func<DataSigner, OrganizationIdentifier, TimeSpan, Task> sign)
    {
        TimeSpan lifetime = parsed.GetValue(_lifetime) ?? UsualLifetime;
        byte[] endorsements = Endorsements.Read(parsed.GetValue(_with)!, context);
        using SoftwareSigningKey key = KeyFiles.PrivateKey(parsed.GetValue(_key)!, context, parsed.GetValue(_passphraseFile));
        OrganizationIdentifier issuer = parsed.GetValue(_issuer)!;
        DataSigner signer = Endorsements.Signer(
            key, issuer, parsed.GetValue(_purposes), endorsements, context.Clock.GetUtcNow(), lifetime);
        await sign(signer, issuer, lifetime);
        return ExitCode.Done;
    }

    /// <summary>Verifies key and endorsements, marks, and prints what was marked.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="argument">The path as it was typed.</param>
    /// <param name="readsAll">Whether every file is read.</param>
    /// <param name="context">The process.</param>
    /// <param name="mark">Marks.</param>
    public async Task<int> RunAsync(
        ParseResult parsed,
        string argument,
        bool readsAll,
        CommandContext context,
        Func<DataMarker, string, DataMarkOptions, Task<DataMarked>> mark)
    {
        string path = MarkedPath.Of(argument);
        EntryPath[] exclusions = Exclusions(parsed);
        Check(path, exclusions, parsed.GetValue(_notice));
        NoteAbsent(path, exclusions, context);
        return await RunAsync(
            parsed,
            readsAll,
            context,
            (signer, how) => mark(new DataMarker(signer, context.Clock), path, how),
            (marked, issuer) => MarkedText.Write(marked, issuer, path, context));
    }

    /// <summary>The same for a marking that has checked its path.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="readsAll">Whether every file is read.</param>
    /// <param name="context">The process.</param>
    /// <param name="mark">Marks.</param>
    /// <param name="print">Prints what was marked, and for whom.</param>
    public async Task<int> RunAsync(
        ParseResult parsed,
        bool readsAll,
        CommandContext context,
        Func<DataSigner, DataMarkOptions, Task<DataMarked>> mark,
        Action<DataMarked, OrganizationIdentifier> print)
    {
        TimeSpan lifetime = parsed.GetValue(_lifetime) ?? UsualLifetime;
        string[] with = parsed.GetValue(_with)!;
        byte[] endorsements = Endorsements.Read(with, context);
        using SoftwareSigningKey key = KeyFiles.PrivateKey(parsed.GetValue(_key)!, context, parsed.GetValue(_passphraseFile));
        OrganizationIdentifier issuer = parsed.GetValue(_issuer)!;
        DataSigner signer = Endorsements.Signer(
            key, issuer, parsed.GetValue(_purposes), endorsements, context.Clock.GetUtcNow(), lifetime);
        var progress = new RunProgress(context.Clock);
        DataMarked marked;
        using (new Progress(context, progress.Line))
        {
            marked = await MarkAsync(() => mark(signer, new DataMarkOptions
            {
                Lifetime = lifetime,
                Exclusions = Exclusions(parsed),
                WritesNotice = parsed.GetValue(_notice),
                ReadsAll = readsAll,
                // Progress costs a second walk that counts the files. It is shown on a terminal only.
                Progress = context.ErrorIsTerminal ? progress : null,
            }), context);
        }

        print(marked, issuer);
        context.Tell(progress.Summary(marked.FilesRead, marked.FilesRead == marked.Files ? marked.Bytes : null));
        return ExitCode.Done;
    }

    /// <summary>The paths that are left out.</summary>
    public EntryPath[] Exclusions(ParseResult parsed) => parsed.GetValue(_exclude) ?? [];

    /// <summary>Refuses paths that cannot be excluded together.</summary>
    public static void Check(EntryPath[] exclusions)
    {
        if (EntryRules.Fault(ValueList.From(exclusions.Order())) is { } fault)
        {
            throw new UsageException($"These paths cannot be excluded together: {fault}.");
        }
    }

    internal static async Task<T> MarkAsync<T>(Func<Task<T>> mark, CommandContext context)
    {
        const int Told = 20;
        try
        {
            return await mark();
        }
        catch (DataUnreadableException e)
        {
            foreach (DataTrouble trouble in e.Troubles.Take(Told))
            {
                context.Tell($"emblem: {trouble.Path}: {HandedWords.Text(trouble.Reason)}");
            }

            throw new RefusalException(ExitCode.Unknown, e.Count > Told
                ? Sentence.Of($"{e.Count:N0} entries could not be read ({e.Count - Told:N0} more are not shown), so nothing was written. "
                    + $"Run the command as a user who may read them, or leave them out with --exclude.")
                : Sentence.Counting(
                    e.Count,
                    $"{e.Count:N0} entry could not be read, so nothing was written. Run the command as a user who may read them, or leave "
                        + $"them out with --exclude.",
                    $"{e.Count:N0} entries could not be read, so nothing was written. Run the command as a user who may read them, or "
                        + $"leave them out with --exclude."));
        }
    }

    internal static void Check(string path, EntryPath[] exclusions, bool writesNotice)
    {
        if (File.Exists(path) && (exclusions.Length > 0 || writesNotice))
        {
            throw new UsageException(
                $"'{path}' is a single file, which has no exclusions and no notice: leave out --exclude and --notice, or mark its folder.");
        }

        Check(exclusions);
    }

    internal static void NoteAbsent(string path, EntryPath[] exclusions, CommandContext context)
    {
        foreach (string name in exclusions.Select(e => e.ToText()!).Where(n => !System.IO.Path.Exists(System.IO.Path.Combine(path, n))))
        {
            context.Tell($"emblem: note: there is nothing named '{name}' below '{path}' now. It is excluded all the same.");
        }
    }

    internal static EntryPath Exclusion(string text)
    {
        string path = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        return EntryPath.TryOf(Encoding.UTF8.GetBytes(path.TrimEnd('/')), out EntryPath? entry)
            ? entry
            : throw new MistypedException(
                $"'{text}' is no path below the marked folder: write it as it is seen from that folder, like cache or logs/today.");
    }
}
