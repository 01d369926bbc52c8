using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// The program <c>age</c> (age-encryption.org), which encrypts backups: its format has other implementations, so that a backup can be
/// opened without this service. Anyone who can put another program in its place reads the backups, and can do all that this service can.
/// </summary>
/// <param name="path">Its whole path.</param>
/// <param name="clock">The clock.</param>
internal sealed class AgeProgram(string path, TimeProvider clock)
{
    /// <summary>Where Debian's package puts it.</summary>
    public const string Usual = "/usr/bin/age";

    // Of a terabyte; only so that a program that hangs does not hold a timer for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    /// <summary>Encrypts a file.</summary>
    /// <param name="to">Who can open it.</param>
    /// <param name="from">The whole path of the file.</param>
    /// <param name="file">The whole path of the encrypted file, which is there and is written over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AgeException">It could not be encrypted.</exception>
    public async Task EncryptAsync(BackupRecipients to, string from, string file, CancellationToken cancellationToken)
    {
        await RunAsync(["--encrypt", .. to.Arguments, "--output", file, from], cancellationToken);

        // A program that only says that it is done would cost the backup.
        if (BackupFile.KindOf(file) != BackupKind.Encrypted || new FileInfo(file).Length <= new FileInfo(from).Length)
        {
            throw new AgeException($"'{path}' said that it encrypted the backup, and did not. Is it the program age?", "");
        }
    }

    /// <summary>Decrypts a file.</summary>
    /// <param name="identities">Whole paths of files with identities; each may open it.</param>
    /// <param name="from">The whole path of the encrypted file.</param>
    /// <param name="file">The whole path of the decrypted file, which is there and is written over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AgeException">It could not be decrypted, or not whole.</exception>
    public Task DecryptAsync(IReadOnlyList<string> identities, string from, string file, CancellationToken cancellationToken) =>
        RunAsync(["--decrypt", .. identities.SelectMany(i => new[] { "--identity", i }), "--output", file, from], cancellationToken);

    private async Task RunAsync(IList<string> arguments, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new AgeException($"'{path}' is no whole path of the program age, as {Usual}.", "");
        }

        if (!File.Exists(path))
        {
            throw new AgeException(
                $"There is no program '{path}', or this user may not see it. It encrypts backups and opens them (age-encryption.org): "
                    + "install it (on Debian: apt install age), or say with --age where it is.",
                "");
        }

        if (ProgramFile.Fault(path) is { } fault)
        {
            throw new AgeException($"'{path}' was not started. {fault}", "");
        }

        var options = new ProgramOptions { Path = path, Arguments = arguments, Timeout = Patience };
        ProgramEnd end = await new ProgramRun(options, clock, IsTelling).RunAsync([], cancellationToken);
        if (end.NotStarted is { } why)
        {
            throw new AgeException($"The program '{path}' could not be started. {why}", "");
        }

        if (end.Code != 0)
        {
            string how = end.Code is { } code
                ? $"ended with exit code {code}"
                : $"took longer than {Patience.TotalHours} hours and was ended";
            throw new AgeException($"The program '{path}' {how}{(end.Said.Length > 0 ? $", and said: {end.Said}" : ".")}", end.Said);
        }
    }

    // It ends with a line on where to report faults.
    private static bool IsTelling(string line) => !line.Contains("/age/report", StringComparison.Ordinal);
}
