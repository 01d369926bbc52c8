using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Stages;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.CheckPage.Stages;

/// <summary>
/// The words of the check page. What is logged of a failure is its kinds and where in the program it was; never its message, because a
/// message may tell the name that was asked about.
/// </summary>
internal sealed partial class CheckFaults(ILogger<CheckFaults> log) : IFaultWords
{
    private static readonly Sentence Unasked = Sentence.Of($"Nothing was asked about any host.");

    /// <inheritdoc/>
    public ShownFault Of(Exception exception) => exception switch
    {
        TooOftenException often => new(
            StatusCodes.Status429TooManyRequests,
            Sentence.Of($"Too many questions"),
            Sentence.Of($"This page is asked too often now, by you, by others in your network, or by all together. {Unasked}"),
            Sentence.Counting(often.Seconds, $"Try again in 1 second.", $"Try again in {often.Seconds} seconds.")),
        WebFaultException fault => Of(fault.Status),
        BadHttpRequestException bad => Of(bad.StatusCode),
        // A form with more fields or longer names of fields than ASP.NET Core reads.
        InvalidDataException => Of(StatusCodes.Status400BadRequest),
        _ => Of(StatusCodes.Status500InternalServerError),
    };

    /// <inheritdoc/>
    public ShownFault Of(int status) => status switch
    {
        400 => New(
            status,
            $"This did not come from this page",
            $"Another site sent this form, or it is not whole. {Unasked}",
            $"Load the page again, enter the name, and send it."),
        404 => New(status, $"There is no such page", $"Nothing stands at this address.", $"Go on from the first page."),
        405 => New(status, $"This page cannot do that", $"The page takes no request of this kind.", $"Go on from the first page."),
        413 => New(status, $"That is too much at once", $"A host name has 253 characters at most. {Unasked}", $"Enter one name."),
        415 => New(status, $"This form cannot be read", $"What was sent is no form of this page. {Unasked}", $"Load the page again."),
        421 => New(
            status,
            $"This is the wrong address",
            $"This page does not answer under the name that your browser asked for.",
            $"Use the address that you were given."),
        >= 500 => New(
            status,
            $"The page failed",
            $"This is a fault of the page, and says nothing about any host. Do not read it as a no.",
            $"Try again, or ask from your own machine with the command emblem check."),
        _ => New(status, $"This cannot be answered", $"The request has a fault. {Unasked}", $"Go on from the first page."),
    };

    /// <inheritdoc/>
    public void Note(Exception exception, string page)
    {
        var kinds = new List<string>();
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            kinds.Add(e.GetType().Name);
        }

        Failed(log, page, string.Join(" in ", Enumerable.Reverse(kinds)), exception.StackTrace ?? "nowhere");
    }

    private static ShownFault New(int status, Sentence title, Sentence what, Sentence next) => new(status, title, what, next);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Page} failed: {Kinds}\n{Where}")]
    private static partial void Failed(ILogger logger, string page, string kinds, string where);
}
