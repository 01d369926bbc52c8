using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>Tells people that the access of a person changed: a new key or approver is seen by others than the one who made it.</summary>
internal static class AccessChange
{
    /// <summary>The alert stays so long after the last change.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>Raises the alert as a part of the change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="handle">Whose access changed.</param>
    /// <param name="what">What changed, as the end of a sentence that begins with the handle.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task TellAsync(Change change, string handle, Sentence what, CancellationToken cancellationToken) => AlertBook.TellAsync(
        change,
        new AlertFinding(
            AlertKind.AccessChanged,
            handle,
            $"{handle} {what} (by {change.Actor.Name}, {change.Now:yyyy-MM-dd HH:mm}Z). If you did not expect this, ask, and have the "
                + $"access ended."),
        cancellationToken);
}
