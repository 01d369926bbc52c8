using System.Globalization;
using System.Text.Json;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.CheckPage.Naming;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Desk;

/// <summary>One application: what is asked, what is known of the key, who decided what, and what an approver does next.</summary>
[May(Callers.Readers)]
internal sealed class ApplicationModel(
    FindApplications find, ListPeople people, JudgeApplication judge, DecideApplication decide, EndorseApplicant endorse,
    AnswerApplicant answer) : ActPage
{
    private const string AnswerEnds = ".endorsement.json";

    /// <summary>The application.</summary>
    public ApplicationLook Look { get; private set; } = null!;

    /// <summary>How the issuer's name looks to a person: one that looks like another's is the first thing that a deceiver gets.</summary>
    public NameLook NameLook => NameLook.Of(Look.Application.Issuer.Domain);

    /// <summary>What is said where a ground is required, and the request states none for a purpose; null otherwise.</summary>
    public Sentence? LacksGrounds
    {
        get
        {
            Purposes asked = Look.Application.AskedPurposes;
            Purposes without = (Look.Terms?.Grounds ?? []).Aggregate(asked, (left, ground) => left & ~ground.Purposes);
            return decide.GroundsRequired && without != Purposes.None
                ? Sentence.Of(
                    $"This authority approves no purpose without a ground of entitlement, and the request states none for "
                        + $"{PurposeWords.Of(without)}.")
                : null;
        }
    }

    /// <summary>Until when this person's access to approve approves nothing; null if it does, or if there is none.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }

    /// <summary>Whether this person sent it in.</summary>
    public bool IsSender => Look.Application.Sendings.Any(s => FourEyes.SamePerson(s.Sender, Handle));

    /// <summary>Whether this person has approved the present terms.</summary>
    public bool HasApproved => Look.Application.Approvals.Any(a => FourEyes.SamePerson(a.Approver, Handle));

    /// <summary>Whether it waits for people.</summary>
    public bool IsOpen => Look.Application.State is ApplicationState.Received or ApplicationState.Approved;

    /// <summary>The term that the form offers, in days: that of the approvals, or what is asked for.</summary>
    public int Days => (int)Math.Clamp(
        (Look.Application.TermsLifetime ?? Look.Terms?.Validity.Lifetime ?? TimeSpan.Zero).TotalDays, 1, Application.LongestTerm.TotalDays);

    private string Handle => User.Identity!.Name!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    private string Path => $"/desk/{Id}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken)
    {
        Application application = (await find.OfAsync(Id, cancellationToken)).Application;
        return File(application.Request, Files.MediaType, $"{Id:N}{EndorsementRequest.Extension}");
    }

    public async Task<IActionResult> OnGetAnswerAsync(CancellationToken cancellationToken)
    {
        await find.OfAsync(Id, cancellationToken);
        (byte[] bundle, string? jws, string? chain) = await answer.RunAsync(Id, cancellationToken);
        return File(
            JsonSerializer.SerializeToUtf8Bytes(new EndorsementBody(Given.Write(bundle), chain, jws), ApiJson.Options),
            Files.MediaType,
            $"{Id:N}{AnswerEnds}");
    }

    [May(AccessRoles.Approver)]
    public Task<IActionResult> OnPostJudgeAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            Application judged = await judge.RunAsync(actor, Id, cancellationToken);
            return judged.Commitment == CommitmentKnowledge.Proven
                ? Done(Path, $"Checked: the key is this organization's.")
                : Done(Path, $"Checked: it is not proven that the key is this organization's. What was found stands below.");
        },
        cancellationToken);

    [May(AccessRoles.Approver)]
    [StepUp]
    public Task<IActionResult> OnPostApproveAsync(
        Guid seen, string[]? purposes, string? days, string? grounds, CancellationToken cancellationToken)
    {
        Purposes chosen = Purposes.None;
        foreach (string name in purposes ?? [])
        {
            if (PurposeNames.TryParse(name, out Purposes purpose))
            {
                chosen |= purpose;
            }
        }

        if (chosen == Purposes.None)
        {
            Wrong("purposes", $"Choose at least one purpose.");
        }

        TimeSpan lifetime = Read("days", () => Given.Days(Number(days), "days"));
        return ActAsync(
            async actor =>
            {
                Application approved = await decide.ApproveAsync(
                    actor, Id, seen, chosen, lifetime, grounds == "yes", cancellationToken);
                return approved.State == ApplicationState.Approved
                    ? Done(Path, $"Two people have approved these terms. The endorsement can be signed now.")
                    : Done(Path, $"You have approved these terms. Another approver approves the same ones next.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Approver)]
    public Task<IActionResult> OnPostRefuseAsync(Guid seen, string? note, CancellationToken cancellationToken)
    {
        string why = Read("note", () => Given.Note(note?.Trim() ?? "")) ?? "";
        return ActAsync(
            async actor =>
            {
                Application refused = await decide.RefuseAsync(actor, Id, seen, why, cancellationToken);
                return Done(Path, $"The application of {refused.Issuer} is refused. The issuer's service reads your reason.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Approver)]
    [StepUp]
    public Task<IActionResult> OnPostEndorseAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            (GivenEndorsement? given, PendingSigning? pending) = await endorse.RunAsync(
                actor, Id, seen, cancellationToken);
            return given is not null
                ? Done(Path, $"Signed: {given.Subject} is endorsed until {given.Expires:u}. Give the answer file to the issuer.")
                : Done(
                    Path,
                    $"The root key is on another machine: an administrator carries request {pending!.Id} there, and brings the answer "
                        + $"back.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Look = await find.OfAsync(Id, cancellationToken);
        WaitsUntil = May(AccessRoles.Approver) ? (await people.OfAsync(Handle, cancellationToken)).WaitsUntil : null;
    }

    private static int Number(string? text) =>
        int.TryParse(TypedDigits.Plain(text?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
