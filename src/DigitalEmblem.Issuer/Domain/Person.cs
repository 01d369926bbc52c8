using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A person, or a program, that calls the API: one handle, whatever keys, sessions and subjects of the identity provider belong to it. To
/// the four-eyes rule one person is one, by whichever it acts.
/// </summary>
internal sealed class Person : Entity
{
    /// <summary>The longest handle.</summary>
    public const int LongestHandle = 64;

    // The actor of the service's own lines in the journal.
    private const string Service = "service";

    private Person()
    {
    }

    /// <summary>
    /// The name: ASCII letters in lower case, digits and the signs . - _, so that no two look alike. It is never given again, also not
    /// after the person ended. The journal holds a pseudonym in its place (<see cref="PersonName"/>), which stands here too after the
    /// person was forgotten.
    /// </summary>
    public string Handle { get; private init; } = "";

    /// <summary>What people call it, in any script; null if it has no such name. Personal data: the journal does not tell it.</summary>
    public string? DisplayName { get; private set; }

    /// <summary>What its sessions open; none for one that has only API keys or subjects of the provider.</summary>
    public AccessRoles Roles { get; private set; }

    /// <summary>Since when it has these roles; null if it never had any.</summary>
    public DateTimeOffset? RolesSince { get; private set; }

    /// <summary>
    /// When access to approve was last given or reset, by any way of access; null if it never was. A subject of the provider counts,
    /// because the service does not know what the provider lets it do.
    /// </summary>
    public DateTimeOffset? ApproverSince { get; private set; }

    /// <summary>Who invited it; null if it was made without an invitation.</summary>
    public string? InvitedBy { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it ended, with all its keys and subjects; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A new person.</summary>
    public static Person Create(string handle, DateTimeOffset at) => new() { Id = NewId(at), Handle = Canonical(handle), CreatedAt = at };

    /// <summary>Gives it another display name; null for none.</summary>
    public void Call(string? displayName) => DisplayName = Domain.DisplayName.Checked(displayName);

    /// <summary>Notes whose invitation it accepted.</summary>
    public void Invite(string by) => InvitedBy = by;

    /// <summary>Sets what its sessions open. The caller has looked at its keys too (<see cref="ApiKey.Contradiction"/>).</summary>
    public void Take(AccessRoles roles, DateTimeOffset at)
    {
        RequireOpen();
        if (ApiKey.Contradiction(roles) is { } fault)
        {
            throw new RefusedException(Refusal.Malformed, fault);
        }

        if (roles.HasFlag(AccessRoles.Applicant))
        {
            throw new RefusedException(Refusal.Malformed, $"Applicants are machines: they call by API keys, and have no pages.");
        }

        (Roles, RolesSince) = (roles, at);
    }

    /// <summary>Notes that it was given access to approve, or that its access was reset: its waiting time begins anew.</summary>
    public void GiveApproving(DateTimeOffset at) => ApproverSince = at;

    /// <summary>Whether it can be a handle.</summary>
    public static bool IsHandle(string? handle) => handle is { Length: > 0 and <= LongestHandle }
        && handle.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && !handle.Equals(Service, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a handle as it is kept.</summary>
    public static bool IsCanonical(string? handle) => IsHandle(handle) && !handle!.Any(char.IsAsciiLetterUpper);

    /// <summary>A handle as it is kept: letter case does not tell two people apart.</summary>
    /// <exception cref="RefusedException">It can be no handle.</exception>
    public static string Canonical(string handle) => IsHandle(handle)
        ? handle.ToLowerInvariant()
        : throw new RefusedException(
            Refusal.Malformed,
            Sentence.Counting(
                LongestHandle,
                $"A handle has 1 to {LongestHandle} letters a to z, digits and the signs . - _ (letters of other alphabets look like "
                    + $"these), and is not '{Service}': choose such a one."));

    /// <summary>What stands in a person's row: a handle as it is kept, or the pseudonym of a person who was forgotten.</summary>
    /// <exception cref="RefusedException">It can be neither.</exception>
    public static string HandleOrPseudonym(string name) => PersonName.IsPseudonym(name) ? name : Canonical(name);

    /// <summary>Refuses unless it may get keys and subjects.</summary>
    public void RequireOpen()
    {
        if (EndedAt is { } ended)
        {
            throw new RefusedException(
                Refusal.WrongState, $"{Handle} ended at {ended:u}, and the handle is not given again: choose another handle.");
        }
    }

    /// <summary>Ends it. This cannot be taken back.</summary>
    public void End(DateTimeOffset at)
    {
        RequireOpen();
        EndedAt = at;
    }
}
