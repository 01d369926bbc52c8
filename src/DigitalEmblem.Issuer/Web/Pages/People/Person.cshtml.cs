using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.People;

/// <summary>A person, with all that opens something for it, and what an administrator changes of it.</summary>
[May(Callers.Overseers)]
internal sealed class PersonModel(
    ListPeople list, NamePerson name, ChangeRoles change, EndPerson end, EndSessions endSessions, RevokeCredential revokeWay,
    RevokeAccess revokeKey, BindSubject bind) : ActPage
{
    /// <summary>The person, and all that opens something for it.</summary>
    public PersonAccess Access { get; private set; } = null!;

    private string Handle => (string)RouteData.Values["handle"]!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostRolesAsync(Guid seen, AccessRoles[]? roles, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            (_, AccessProposal? proposal) = await change.RunAsync(
                actor, Handle, Callers.Together(roles ?? []), seen, cancellationToken);
            return proposal is null
                ? Done(Path(), $"The roles are changed, from the next request on.")
                : Done(Path(), $"Access to approve needs the word of another approver. Nothing is changed until then.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostNameAsync(string? displayName, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await name.RunAsync(actor, Handle, displayName is { Length: > 0 } ? displayName : null, cancellationToken);
            return Done(Path(), $"The name is changed.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostSubjectAsync(string? subject, CancellationToken cancellationToken)
    {
        if (subject is not { Length: > 0 })
        {
            Wrong("subject", $"Type the subject as the identity provider shows it.");
        }

        return ActAsync(
            async actor =>
            {
                PersonSubject bound = await bind.RunAsync(actor, Handle, subject!, cancellationToken);
                return bound.IsProposed
                    ? Done(
                        Path(),
                        $"The subject is bound. It approves nothing before another approver confirms it; other roles that the provider "
                            + $"gives count at once.")
                    : Done(Path(), $"The subject is bound to this person, for ever.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostEndSessionsAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            int ended = await endSessions.OfPersonAsync(actor, Handle, null, cancellationToken);
            return Done(Path(), Sentence.Counting(ended, $"1 session is ended.", $"{ended} sessions are ended."));
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostRevokeWayAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await revokeWay.RunAsync(actor, id, cancellationToken);
            return Done(Path(), $"The way to sign in is taken away, with the sessions that began by it.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostRevokeKeyAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await revokeKey.RunAsync(actor, id, null, cancellationToken);
            return Done(Path(), $"The key opens nothing any more.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostEndAsync(string? typed, CancellationToken cancellationToken)
    {
        if (typed?.Trim() != Handle)
        {
            Wrong("typed", $"Type the handle {Speech.Verbatim(Handle)}, so that no other person is ended by mistake.");
        }

        return ActAsync(
            async actor =>
            {
                await end.RunAsync(actor, Handle, cancellationToken);
                return Done(Path(), $"This person has no access any more, and the handle is never given again.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Access = await list.OfAsync(Handle, cancellationToken);

    private string Path() => $"/person/{Handle}";
}
