using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>Lets a browser go on in a session that began or was renewed. One that it held before is ended at the server too.</summary>
internal sealed class Entrance(EndSessions end)
{
    /// <summary>Gives the browser the token.</summary>
    public async Task GiveAsync(HttpContext context, OpenedSession opened, CancellationToken cancellationToken)
    {
        await end.LeftAsync(SignedIn.TokenOf(context), opened.Session, cancellationToken);
        SignedIn.Give(context, opened);
    }

    /// <summary>The same, and the rest of this request is the person's, so that forms of its answer are too.</summary>
    public async Task EnterAsync(HttpContext context, OpenedSession opened, CancellationToken cancellationToken)
    {
        await end.LeftAsync(SignedIn.TokenOf(context), opened.Session, cancellationToken);
        SignedIn.Enter(context, opened);
    }
}
