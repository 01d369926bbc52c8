using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// The members of rows that hold the handle of a person. The journal tells the pseudonym in its place (<see cref="PersonName"/>), and a
/// person who is forgotten is taken out of all of them. A member that is missing here puts names into the journal for ever.
/// </summary>
internal static class HandleMembers
{
    /// <summary>All of them. One that a row inherits stands under the class that has it.</summary>
    public static readonly IReadOnlySet<(Type Row, string Member)> All = new HashSet<(Type, string)>
    {
        (typeof(AccessProposal), nameof(AccessProposal.DecidedBy)),
        (typeof(AccessProposal), nameof(AccessProposal.Handle)),
        (typeof(AccessProposal), nameof(AccessProposal.ProposedBy)),
        (typeof(Alert), nameof(Alert.AcknowledgedBy)),
        (typeof(Approval), nameof(Approval.Approver)),
        (typeof(AssetDecision), nameof(AssetDecision.By)),
        (typeof(Errand), nameof(Errand.ActorName)),
        (typeof(GivenEndorsement), nameof(GivenEndorsement.RevocationAskedBy)),
        (typeof(Invitation), nameof(Invitation.ConfirmedBy)),
        (typeof(Invitation), nameof(Invitation.Handle)),
        (typeof(Invitation), nameof(Invitation.InvitedBy)),
        (typeof(KeptImport), nameof(KeptImport.Owner)),
        (typeof(KeyCompromise), nameof(KeyCompromise.AllWithdrawnBy)),
        (typeof(KeyCompromise), nameof(KeyCompromise.CertificateRevokedBy)),
        (typeof(KeyCompromise), nameof(KeyCompromise.ConfirmedBy)),
        (typeof(KeyCompromise), nameof(KeyCompromise.DeclaredBy)),
        (typeof(Markable), nameof(Markable.DeclaredBy)),
        (typeof(MarkProposal), nameof(MarkProposal.DecidedBy)),
        (typeof(MarkProposal), nameof(MarkProposal.ProposedBy)),
        (typeof(OrganizationKey), nameof(OrganizationKey.SuspendedBy)),
        (typeof(Person), nameof(Person.Handle)),
        (typeof(Person), nameof(Person.InvitedBy)),
        (typeof(Sending), nameof(Sending.Sender)),
    };

    // Each change asks, while others wait for the journal.
    private static readonly ConcurrentDictionary<IEntityType, IReadOnlyList<IProperty>> ByType = new();
    private static readonly ConcurrentDictionary<IReadOnlyProperty, bool> ByMember = new();

    /// <summary>Those of a kind of row.</summary>
    public static IReadOnlyList<IProperty> Of(IEntityType type) => ByType.GetOrAdd(type, t => [.. t.GetProperties().Where(Holds)]);

    /// <summary>Whether a member holds a handle.</summary>
    public static bool Holds(IReadOnlyProperty property) => ByMember.GetOrAdd(
        property,
        p => p.ClrType == typeof(string) && All.Any(m => m.Member == p.Name && m.Row.IsAssignableFrom(p.DeclaringType.ClrType)));
}
