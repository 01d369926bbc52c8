using System.CommandLine;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer access invite</c>: a link by which a person gets into the pages, made on the machine of the service itself.</summary>
internal static class InviteCommand
{
    public static Command Create()
    {
        var handle = new Argument<string>("HANDLE")
        {
            Description = "Who is invited; stands in the journal. A person of this handle who is there loses what opened the pages before.",
        };
        var roles = new Option<AccessRoles[]>("--role")
        {
            Description = "Administrator, Officer, Approver or Auditor; may be given several times. Without it a person who is there keeps "
                + "the roles. Administrator and Approver do not go together.",
        };
        var name = new Option<string?>("--name") { Description = "What people call the person, in any script.", HelpName = "TEXT" };
        Command command = new Command(
            "invite",
            "Invites a person to the pages, and prints the link, and nothing else, on standard output. It works once, for an hour, and "
                + "cannot be shown again.")
        {
            handle,
            roles,
            name,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            AccessRoles? all = parsed.GetValue(roles) is { Length: > 0 } given
                ? given.Aggregate(AccessRoles.None, (a, r) => a | r)
                : null;
            (Invitation invitation, string secret) = await new InvitePerson(store).RunAsync(
                Actor.OfCommand("access"), parsed.GetValue(handle)!, all, parsed.GetValue(name), cancellationToken);
            await Console.Out.WriteLineAsync(new InvitationLinks(parsed.WebOrigin()).Of(secret));
            if (invitation.IsProposed)
            {
                await Console.Error.WriteLineAsync(
                    "It gives or resets access to approve, and works once another approver has confirmed it, for an hour from then on "
                        + "('issuer access proposals').");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
