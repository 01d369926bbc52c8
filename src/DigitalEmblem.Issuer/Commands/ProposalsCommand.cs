using System.CommandLine;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>Access to approve that waits for an approver: to see it, and to confirm it where no approver is left who could.</summary>
internal static class ProposalsCommand
{
    public static Command List()
    {
        Command command = new Command("proposals", "Lists the access to approve that waits for another approver's confirmation.")
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            foreach (AccessProposal proposal in (await store.ReadAsync(d => d.AccessProposals
                .Where(p => p.State == ProposalState.Open).OrderBy(p => p.Id).ToListAsync(cancellationToken)))
                .Where(p => p.IsOpenAt(now)))
            {
                await Console.Out.WriteLineAsync(
                    $"{proposal.Id}  {proposal.Kind}  {proposal.Roles}  {proposal.Handle}  by {proposal.ProposedBy}  "
                        + $"{proposal.ProposedAt:u}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    public static Command Confirm()
    {
        var id = new Argument<Guid>("ID") { Description = "The proposal, as 'issuer access proposals' shows it." };
        Command command = new Command(
            "confirm",
            "Confirms access to approve in place of an approver. This is possible only if no other approver is left who could confirm it; "
                + "the journal says that the operator did it.")
        {
            id,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            // Whether the operator may is not a question of waiting times.
            AccessProposal proposal = await new DecideProposal(store, new MayApprove(TimeSpan.Zero)).ByOperatorAsync(
                Actor.OfCommand("access"), parsed.GetValue(id), cancellationToken);
            await Console.Out.WriteLineAsync($"Confirmed by the operator: {proposal.Kind} of {proposal.Handle}.");
            return ExitCode.Done;
        });
        return command;
    }
}
