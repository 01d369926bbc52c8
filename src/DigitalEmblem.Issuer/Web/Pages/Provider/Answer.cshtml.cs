using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Web.Stages;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages.Provider;

/// <summary>
/// Where the identity provider sends a browser back to. A session begins or is renewed only for an answer that this browser asked for; an
/// account is bound to a person only by the form that is shown here, which no other site can send.
/// </summary>
[May(AccessRoles.None)]
internal sealed class AnswerModel(
    ProviderOffer offer, AskProvider ask, SignIn signIn, RenewSession renew, FindSubject subjects, FindInvitation find,
    ProviderProofs proofs, Entrance entrance, SlowDown slow, ClientAddress address, TimeProvider clock) : PageModel
{
    /// <summary>Why it came to nothing; null if a person is asked to join.</summary>
    public ShownFault? Fault { get; private set; }

    /// <summary>What the browser was sent for.</summary>
    public ProviderErrand? Errand { get; private set; }

    /// <summary>What the provider says.</summary>
    public ProviderWord? Word { get; private set; }

    /// <summary>The invitation that is answered.</summary>
    public Invitation? Invitation { get; private set; }

    /// <summary>The secret of the invitation.</summary>
    public string Secret => Errand!.Invitation!;

    /// <summary>What the provider says, as the form carries it.</summary>
    public string Proof => proofs.Protect(Secret, Word!);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        OidcOptions provider = offer.Required();
        IPAddress from = address.Of(HttpContext);
        if (slow.Begin(from) is { } wait)
        {
            return Failed(ProviderWords.TooMany(SlowedDown.Answer(HttpContext, wait)));
        }

        try
        {
            ProviderAnswer answer = await ask.ReadAsync(HttpContext);
            (Errand, Word) = (answer.Errand, answer.Word);
            IActionResult done = Errand.Invitation is { } secret ? await JoinAsync(secret, cancellationToken)
                : SignedIn.Of(HttpContext) is { } session ? await AgainAsync(session, cancellationToken)
                : await SignInAsync(provider, cancellationToken);
            if (Fault is null)
            {
                slow.Succeeded(from);
            }

            return done;
        }
        catch (ProviderException e)
        {
            return Failed(ProviderWords.Of(e.Failure));
        }
        catch (RefusedException e)
        {
            return Failed(
                e.Refusal == Refusal.NotFound ? ProviderWords.Unknown(Word!.Subject)
                : e.Refusal == Refusal.RoleMissing ? ProviderWords.WithoutRole()
                : ProviderWords.Refused(e.AsSentence()));
        }
    }

    private async Task<IActionResult> SignInAsync(OidcOptions provider, CancellationToken cancellationToken)
    {
        await entrance.GiveAsync(
            HttpContext,
            await signIn.ByProviderAsync(Word!, provider.Unbound == UnboundSubject.Make, cancellationToken),
            cancellationToken);
        return LocalRedirect(OwnPath.Of(Errand!.Back));
    }

    private async Task<IActionResult> AgainAsync(Session session, CancellationToken cancellationToken)
    {
        Person person = await subjects.RunAsync(Word!.Subject, make: false, cancellationToken);
        if (person.Id != session.PersonId)
        {
            return Failed(ProviderWords.AnotherPerson(session.Person.Handle));
        }

        // Signed in meanwhile, by another tab or way: that session goes on.
        if (Errand!.StepUpOf is null)
        {
            return LocalRedirect(OwnPath.Of(Errand.Back));
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (Word.ShownAt is not { } shownAt || shownAt < Errand.AskedAt - ProviderClaims.Skew
            || now - shownAt >= StepUpAttribute.Fresh || shownAt > now + ProviderClaims.Skew)
        {
            return Failed(ProviderWords.NotAnew(Word.ShownAt is not null));
        }

        if (Errand.StepUpOf != session.Id
            || await renew.ByProviderAsync(SignedIn.TokenOf(HttpContext)!, Word, cancellationToken) is not { } renewed)
        {
            return Failed(ProviderWords.Of(ProviderFailure.Foreign));
        }

        await entrance.GiveAsync(HttpContext, renewed, cancellationToken);
        return LocalRedirect(OwnPath.Of(Errand.Back));
    }

    private async Task<IActionResult> JoinAsync(string secret, CancellationToken cancellationToken)
    {
        Invitation = await find.RunAsync(secret, cancellationToken);
        return Invitation is { IsProposed: false } ? Page() : LocalRedirect($"/invitation/{Uri.EscapeDataString(secret)}");
    }

    private PageResult Failed(ShownFault fault)
    {
        (Fault, Response.StatusCode) = (fault, fault.Status);
        return Page();
    }
}
