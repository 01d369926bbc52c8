using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer access</c>: people and API keys, on the machine of the service. It makes the first administrator's key.</summary>
internal static class AccessCommand
{
    // The operator, who can write to the database anyway.
    private static Actor Operator => Actor.OfCommand("access");

    public static Command Create() =>
        new("access", "People, their API keys and invitations: what opens the API and the pages. Of keys and links only hashes are kept.")
        {
            Add(), List(), Revoke(), Bind(), InviteCommand.Create(), PeopleCommand.Create(), End(), Forget(),
            ProposalsCommand.List(), ProposalsCommand.Confirm(),
        };

    private static Command Add()
    {
        var name = new Argument<string>("HANDLE")
        {
            Description = "Who will use it: a person, made if the handle is new; the journal holds a pseudonym of it. All keys of one "
                + "person are one to the four-eyes rule.",
        };
        var roles = new Option<AccessRoles[]>("--role")
        {
            Description = "Administrator, Officer, Approver, Auditor or Applicant; may be given several times. "
                + "Administrator and Approver do not go together.",
            Required = true,
        };
        var days = new Option<int?>("--days") { Description = "For how many days it can be used; without this until it is revoked." };
        var zones = new Option<string[]>("--zone")
        {
            Description = "A zone to whose names the key of an officer or auditor is bound; may be given several times.",
        };
        Command command = new Command("add", "Makes a key and prints it, and nothing else, on standard output. It cannot be shown again.")
        {
            name,
            roles,
            days,
            zones,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            AccessRoles all = parsed.GetValue(roles)!.Aggregate(AccessRoles.None, (a, r) => a | r);
            DateTimeOffset? expires = parsed.GetValue(days) is { } number ? TimeProvider.System.GetUtcNow().AddDays(number) : null;
            (ApiKey key, string secret) = await new GiveAccess(store).RunAsync(
                Operator, parsed.GetValue(name)!, all, expires,
                KeyZones.Parse(string.Join(' ', parsed.GetValue(zones) ?? [])), cancellationToken);
            await Console.Out.WriteLineAsync(secret);
            if (key.IsProposed)
            {
                await Console.Error.WriteLineAsync(
                    "It gives access to approve, and opens nothing until another approver has confirmed it ('issuer access proposals').");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        Command command = new Command("list", "Lists the keys: identity, state, roles, end, and whose they are.").WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            foreach (ApiKey key in await store.ReadAsync(d => d.ApiKeys.OrderBy(k => k.Id).ToListAsync(cancellationToken)))
            {
                string state = key.RevokedAt is { } revoked ? $"revoked {revoked:u}"
                    : key.IsUsableAt(TimeProvider.System.GetUtcNow()) ? "usable"
                    : key.IsInForceAt(TimeProvider.System.GetUtcNow()) ? "waits for an approver"
                    : "expired";
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{key.Id}  {state}  {key.Roles}  {(key.ExpiresAt is { } end ? $"until {end:u}" : "no end")}  "
                        + $"{key.Person.Handle}{(key.Zones is null ? "" : $"  only {key.Zones}")}"));
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
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            ApiKey key = await new RevokeAccess(store).RunAsync(Operator, parsed.GetValue(id), null, cancellationToken);
            await Console.Out.WriteLineAsync($"Revoked: {key.Id} of {key.Person.Handle}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Bind()
    {
        var handle = new Argument<string>("HANDLE") { Description = "The person, as 'issuer access people' shows it." };
        var subject = new Argument<string>("SUBJECT")
        {
            Description = "The subject of the identity provider (the claim Access:Oidc:NameClaim of its tokens), exactly as it writes it.",
        };
        Command command = new Command("bind", "Binds a subject of the identity provider to a person, for ever.") { handle, subject }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PersonSubject bound = await new BindSubject(await parsed.StoreAsync(cancellationToken)).RunAsync(
                Operator, parsed.GetValue(handle)!, parsed.GetValue(subject)!, cancellationToken);
            await Console.Out.WriteLineAsync(
                $"Bound to {bound.Person.Handle}; the journal calls it {PersonSubject.CredentialOf(bound.Subject)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command End()
    {
        var handle = new Argument<string>("HANDLE") { Description = "The person." };
        Command command = new Command("end", "Ends a person, with all access, for ever. The handle is not given again.")
        {
            handle,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            Person person = await new EndPerson(store).RunAsync(Operator, parsed.GetValue(handle)!, cancellationToken);
            await Console.Out.WriteLineAsync($"Ended: {person.Handle}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Forget()
    {
        var handle = new Argument<string>("HANDLE") { Description = "A person who ended, or who was invited and never came." };
        Command command = new Command(
            "forget",
            "Deletes the name of a person who ended: handle, display name, ways to sign in and subjects. Lines of the journal hold a "
                + "pseudonym and stay as they are. Backups and what people wrote into reasons and notes stay too.")
        {
            handle,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            string pseudonym = await new ForgetPerson(store).RunAsync(Operator, parsed.GetValue(handle)!, cancellationToken);
            await Console.Out.WriteLineAsync($"Forgotten. The journal calls the person {pseudonym}.");
            return ExitCode.Done;
        });
        return command;
    }
}
