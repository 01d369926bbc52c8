using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Setup;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer access</c>: API keys, on the machine of the service itself. It makes the first administrator's key.</summary>
internal static class AccessCommand
{
    // The actor in the journal for the operator, who can write to the database anyway. No API key can have this name.
    private const string Actor = "command:access";

    public static Command Create() =>
        new("access", "API keys: what opens the API. Of a key only a hash is kept.") { Add(), List(), Revoke() };

    private static Command Add()
    {
        var name = new Argument<string>("NAME")
        {
            Description = "Who will use it; stands in the journal. Two keys of one name are one person to the four-eyes rule.",
        };
        var roles = new Option<AccessRoles[]>("--role")
        {
            Description = "Administrator, Officer, Approver, Auditor or Applicant; may be given several times. "
                + "Administrator and Approver do not go together.",
            Required = true,
        };
        var days = new Option<int?>("--days") { Description = "For how many days it can be used; without this until it is revoked." };
        Command command = new Command("add", "Makes a key and prints it, and nothing else, on standard output. It cannot be shown again.")
        {
            name,
            roles,
            days,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = Open(parsed);
            AccessRoles all = parsed.GetValue(roles)!.Aggregate(AccessRoles.None, (a, r) => a | r);
            DateTimeOffset? expires = parsed.GetValue(days) is { } number ? TimeProvider.System.GetUtcNow().AddDays(number) : null;
            (_, string secret) = await new GiveAccess(store).RunAsync(Actor, parsed.GetValue(name)!, all, expires, cancellationToken);
            await Console.Out.WriteLineAsync(secret);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Command command = new Command("list", "Lists the keys: identity, state, roles, end, and whose they are.").WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = Open(parsed);
            foreach (ApiKey key in await store.ReadAsync(d => d.ApiKeys.OrderBy(k => k.Id).ToListAsync(cancellationToken)))
            {
                string state = key.RevokedAt is { } revoked ? $"revoked {revoked:u}"
                    : key.IsUsableAt(TimeProvider.System.GetUtcNow()) ? "usable"
                    : "expired";
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{key.Id}  {state}  {key.Roles}  {(key.ExpiresAt is { } end ? $"until {end:u}" : "no end")}  "
                        + $"{Printable.Text(key.Name)}"));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<Guid>("ID") { Description = "The key's identity, as 'issuer access list' shows it." };
        Command command = new Command("revoke", "Revokes a key: from now on it opens nothing.") { id }.WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = Open(parsed);
            ApiKey key = await new RevokeAccess(store).RunAsync(Actor, parsed.GetValue(id), null, cancellationToken);
            await Console.Out.WriteLineAsync($"Revoked: {key.Id} of {Printable.Text(key.Name)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static IssuerStore Open(ParseResult parsed) => new(new IssuerContexts(parsed.Database()), TimeProvider.System);
}
