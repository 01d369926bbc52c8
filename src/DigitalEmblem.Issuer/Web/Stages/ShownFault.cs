using System.Data.Common;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Web.Stages;

/// <summary>What the page of a fault says.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="What">What is wrong, and whether anything was changed.</param>
/// <param name="Next">What to do now.</param>
internal sealed record ShownFault(int Status, Sentence Title, Sentence What, Sentence Next)
{
    private static readonly Sentence Unchanged = Sentence.Of($"Nothing was changed.");

    /// <summary>Of an exception. What it tells of a failure is nothing but its kind.</summary>
    public static ShownFault Of(Exception exception) => exception switch
    {
        WebFaultException { Status: StatusCodes.Status403Forbidden } fault => Forbidden(fault.Roles),
        WebFaultException fault => Of(fault.Status),
        RefusedException refused => new(
            ProblemKind.Of(refused.Refusal).Status,
            ProblemKind.Of(refused.Refusal).Title,
            refused.Sentence,
            Unchanged),
        BadHttpRequestException bad => Of(bad.StatusCode),
        CommitUnknownException => Of(StatusCodes.Status503ServiceUnavailable) with
        {
            What = Sentence.Of(
                $"The database did not answer while it was told to keep your change. It is not known whether the change was made."),
            Next = Sentence.Of($"Look whether it was made before you do it again."),
        },
        DbException or DbUpdateException => Of(StatusCodes.Status503ServiceUnavailable),
        _ => Of(StatusCodes.Status500InternalServerError),
    };

    /// <summary>Of a status.</summary>
    public static ShownFault Of(int status) => status switch
    {
        400 => New(
            status,
            $"This did not come from these pages",
            $"What was sent has no valid mark of these pages: the form is old, cookies are off, or another site sent it. {Unchanged}",
            $"Load the page again, fill in its form, and send it."),
        403 => Forbidden(AccessRoles.None),
        404 => New(
            status, $"There is no such page", $"Nothing stands at this address, or it is not yours to see.", $"Go on from the overview."),
        405 => New(
            status, $"This page cannot do that", $"The page takes no request of this kind. {Unchanged}", $"Go on from the overview."),
        413 => New(
            status,
            $"That is too much at once",
            $"A form may have 1 MiB, and a list of names 8 MiB. {Unchanged}",
            $"Divide the list, and send its parts one after the other."),
        415 => New(
            status, $"This form cannot be read", $"What was sent is no form. {Unchanged}", $"Load the page again, and send its form."),
        421 => New(
            status,
            $"This is the wrong address",
            $"These pages do not answer under the name that your browser asked for.",
            $"Use the address that the administrator of this service gave you."),
        429 => New(
            status, $"Too many requests", $"Too much came from here in a short time. {Unchanged}", $"Wait a minute, and try again."),
        503 => New(
            status,
            $"The database does not answer",
            $"The service cannot reach its database now. {Unchanged}",
            $"Try again in a minute. If this stays, tell the administrator."),
        >= 500 => New(
            status,
            $"The service failed",
            $"This is a fault of the service. If you sent something, it is not known whether it was done.",
            $"Look whether it was done before you send it again. The service's log says more to the administrator."),
        _ => New(status, $"This cannot be answered", $"The request has a fault. {Unchanged}", $"Go on from the overview."),
    };

    private static ShownFault New(int status, Sentence title, Sentence what, Sentence next) => new(status, title, what, next);

    private static ShownFault Forbidden(AccessRoles may) => New(
        StatusCodes.Status403Forbidden,
        $"Your role does not allow this",
        may == AccessRoles.None
            ? Sentence.Of($"You are signed in, and your roles do not let you do this. {Unchanged}")
            : Sentence.Of($"This is for: {RoleWords.Of(may)}. {Unchanged}"),
        $"Ask a person with that role, or an administrator for the role.");
}
