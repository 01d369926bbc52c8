using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.Stages;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What is said of a sign-in by the organization that came to nothing.</summary>
internal static class ProviderWords
{
    /// <summary>Why the provider's answer, or its silence, opens nothing.</summary>
    public static ShownFault Of(ProviderFailure failure) => failure switch
    {
        ProviderFailure.Away => New(
            StatusCodes.Status503ServiceUnavailable,
            $"Your organization's sign-in does not answer",
            $"This service could not reach it. Nothing was done.",
            $"Try again in a minute, or use another way to sign in. If this stays, tell the administrator."),
        ProviderFailure.Denied => New(
            StatusCodes.Status403Forbidden,
            $"Your organization did not sign you in",
            $"The sign-in was cancelled there, or you may not use this service. Nothing was done.",
            $"Try again, or ask those who run your organization's sign-in."),
        ProviderFailure.Foreign => New(
            StatusCodes.Status400BadRequest,
            $"This sign-in cannot be finished",
            $"No sign-in that began in this browser in the last 15 minutes waits for this answer. It was used already, is too old, was "
                + $"altered, or began in another browser. Nothing was done.",
            $"Begin again on the page where one signs in. If another person gave you this link, do not use it."),
        _ => New(
            StatusCodes.Status502BadGateway,
            $"The answer of your organization's sign-in does not hold",
            $"It is not signed as it should be, is not for this service, has expired, or was used already. Nothing was done.",
            $"Begin again. If this stays, tell the administrator: the log of this service says more."),
    };

    /// <summary>The account belongs to no person here.</summary>
    public static ShownFault Unknown(string subject) => New(
        StatusCodes.Status403Forbidden,
        $"No person here has this account",
        $"Your organization signed you in as {Speech.Verbatim(subject)}, and this account belongs to no person here. Nothing was done.",
        $"If you have an invitation, open its link, and choose your organization's sign-in there. Otherwise give the name of the account "
            + $"to an administrator, who binds it to you on your page under People.");

    /// <summary>The person may use no page.</summary>
    public static ShownFault WithoutRole() => New(
        StatusCodes.Status403Forbidden,
        $"You have no role here",
        $"Your organization signed you in, but neither it nor an administrator here gave you a role. Nothing was done.",
        $"Ask an administrator of this service for a role, or those who run your organization's sign-in.");

    /// <summary>Another person is signed in in this browser.</summary>
    public static ShownFault AnotherPerson(string handle) => New(
        StatusCodes.Status409Conflict,
        $"Another person is signed in here",
        $"This browser is signed in as {Speech.Verbatim(handle)}, and your organization signed another person in. Nothing was done.",
        $"Sign out here first, or sign in at your organization as the same person.");

    /// <summary>A step-up that shows nothing new.</summary>
    /// <param name="says">Whether the provider says when the person signed in.</param>
    public static ShownFault NotAnew(bool says) => New(
        StatusCodes.Status403Forbidden,
        $"That did not show that it is you",
        says
            ? Sentence.Of($"Your organization did not ask you anew: it says that you signed in some time ago. Nothing was done.")
            : Sentence.Of($"Your organization does not say when you signed in. This step needs a new sign-in. Nothing was done."),
        $"Sign in there anew with your password or passkey. If it does not ask you, use another way to sign in here, and tell the "
            + $"administrator.");

    /// <summary>What the domain refuses.</summary>
    public static ShownFault Refused(Sentence why) => New(
        StatusCodes.Status403Forbidden,
        $"You cannot sign in by this account",
        why,
        $"Show this to an administrator of this service. Another way to sign in works meanwhile.");

    /// <summary>Too many came from this network.</summary>
    public static ShownFault TooMany(Sentence why) => New(
        StatusCodes.Status429TooManyRequests, $"Too many tries failed", why, $"Use another way to sign in meanwhile.");

    private static ShownFault New(int status, Sentence title, Sentence what, Sentence next) => new(status, title, what, next);
}
