using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>
/// <c>issuer commitment</c>: the certificate that binds a root key to the organization, for programs that renew it without a person.
/// </summary>
internal static class CommitmentCommand
{
    // A chain has a few kilobytes; a file that is larger is another one.
    private const long MostBytes = 1 << 20;

    public static Command Create() => new("commitment", "The certificate that binds the root key to the organization.")
    {
        Keys(), Request(), Import(), Lasts(),
    };

    private static Command Keys()
    {
        Command command = new Command(
            "keys",
            "Prints the identifiers of the root keys whose certificate a program may get without a person, one a line: those that a "
                + "certificate was asked for, and the only one even if none was. Of several keys, a person asks for the certificate of "
                + "each first ('issuer commitment request --key', or on its page), because a certificate commits the organization in "
                + "public.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            foreach (OrganizationKey key in await store.ReadAsync(d => BindingKey.ToCertifyAsync(d, cancellationToken)))
            {
                await Console.Out.WriteLineAsync(key.Identifier);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Request()
    {
        var key = new Option<string?>("--key")
        {
            Description = "The root key's identifier; needed only while there are several.",
            HelpName = "KID",
        };
        Command command = new Command(
            "request",
            "Prints the certificate request in PEM: the one that waits for its certificate, or that of the certificate in use, which is "
                + "renewed by it. If there is none yet, it is made.")
        {
            key,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            string? identifier = parsed.GetValue(key);
            (OrganizationKey root, RootCommitment? request) = await store.ReadAsync(async d =>
            {
                OrganizationKey found = await BindingKey.FindAsync(d, identifier, cancellationToken);
                return (found, await BindingKey.RequestOfAsync(d, found.Id, cancellationToken));
            });
            request ??= await new RequestCommitment(store).RunAsync(Actor.OfCommand("commitment request"), root.Id, cancellationToken);
            await Console.Out.WriteLineAsync(request.RequestPem.TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("CHAIN") { Description = "The certificate and those above it, in PEM." };
        Command command = new Command(
            "import",
            "Takes the certificate: checks its names, its path and the logs that promise it, and computes the entries that endorsements "
                + "name. The same certificate again, or one that a newer one has replaced, changes nothing, so that a timer may call it "
                + "each day.")
        {
            file,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string chain = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            IssuerOptions options = parsed.Settings(o => o.Transparency.Validate());
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            using var prove = new ProveCommitment(options.Transparency, TimeProvider.System);
            (OrganizationKey root, RootCommitment commitment, bool isFormer) = await new ImportCertificate(
                store, new CompleteCommitment(store, prove), prove).RunAsync(
                    Actor.OfCommand(ImportCertificate.CommandWords), chain, cancellationToken);
            if (isFormer)
            {
                await Console.Out.WriteLineAsync(
                    $"Root key {root.Identifier} had this certificate before, and has a newer one now. Nothing is changed.");
                return ExitCode.Done;
            }

            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Root key {root.Identifier} is bound, by {commitment.Log().Count} entries of logs. "
                    + $"The certificate expires {commitment.CertificateExpires:u}."));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Lasts()
    {
        var file = new Argument<FileInfo>("CHAIN") { Description = "The certificate and those above it, in PEM." };
        var days = new Option<int>("--days")
        {
            Description = "How many days.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => CertificateEnd.UsualDays,
        };
        var command = new Command(
            "lasts",
            "Says whether a certificate lasts longer than so many days: exit code 0 if it does, 1 if it is time to have another issued. It "
                + "needs no settings.")
        {
            file, days,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string chain = await ReadAsync(parsed.GetValue(file)!, cancellationToken);
            DateTimeOffset end = BindingChain.Read(System.Text.Encoding.UTF8.GetBytes(chain), "the file").NotAfter;
            bool lasts = CertificateEnd.Lasts(end, parsed.GetValue(days), TimeProvider.System.GetUtcNow());
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The certificate expires {end:u}."));
            return lasts ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        return !file.Exists ? throw new SettingsException([$"There is no file '{file}': did the ACME client get a certificate?"])
            : file.Length > MostBytes ? throw new SettingsException([$"'{file}' is too large for a certificate chain."])
            : await File.ReadAllTextAsync(file.FullName, cancellationToken);
    }
}
