using System.CommandLine;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>
/// <c>issuer acme</c>: answers the hooks of an ACME client (lego, certbot), which gets the binding certificate from its authority. It works
/// in the database and in the zones themselves, so that it needs no key of a person, and no service that runs.
/// </summary>
internal static class AcmeCommand
{
    // What certbot tells its hooks.
    private const string CertbotDomain = "CERTBOT_DOMAIN", CertbotValue = "CERTBOT_VALIDATION";

    public static Command Create() => new(
        "acme",
        "Puts the DNS challenges of an ACME client into the organization's zones, for names of binding certificates only. lego calls it by "
            + "its provider 'exec', certbot by --manual-auth-hook and --manual-cleanup-hook.")
    {
        Hook(
            "present",
            "Puts a challenge into the zone, and waits until the name server shows it.",
            (show, actor, challenge, token) => show.PresentAsync(actor, challenge, token)),
        Hook("cleanup", "Takes a challenge out again.", (show, actor, challenge, token) => show.CleanUpAsync(actor, challenge, token)),
    };

    private static Command Hook(
        string verb, string description, Func<ShowChallenge, Actor, AcmeChallenge, CancellationToken, Task> run)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = $"The name of the record, as _acme-challenge.adem-configuration.society.example. Without it, {CertbotDomain}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var value = new Argument<string?>("VALUE")
        {
            Description = $"Its text. Without it, {CertbotValue}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new Command(verb, description) { name, value }.WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AcmeChallenge challenge = AcmeChallenge.Parse(
                Given(parsed.GetValue(name), CertbotDomain, "NAME"), Given(parsed.GetValue(value), CertbotValue, "VALUE"));
            IssuerOptions options = parsed.Settings(o => o.Publishing.Validate());
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            await using var resolver = new Resolver(options.Publishing);
            await run(
                new ShowChallenge(store, options.Publishing, resolver, TimeProvider.System),
                Actor.OfCommand($"acme {verb}"),
                challenge,
                cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Given(string? word, string variable, string what) => word ?? Environment.GetEnvironmentVariable(variable)
        ?? throw new SettingsException([$"{what} is missing, and {variable} is not set: see 'issuer acme --help'."]);
}
