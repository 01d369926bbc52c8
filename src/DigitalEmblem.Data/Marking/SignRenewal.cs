using System.Globalization;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Refuses a sign that would take back what the sign in place says of the same root (data-emblem, signs made elsewhere). Of two signs of
/// different roots nothing is compared: the later preparation has removed the manifest of the earlier one.
/// </summary>
internal static class SignRenewal
{
    /// <summary>Compares two signs of one root.</summary>
    /// <param name="there">The sign in place. If it is not valid now, anything may take its place.</param>
    /// <param name="next">The sign that is attached, verified.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="DataNotAttachedException">The next one is of another owner, was made earlier, or ends earlier.</exception>
    public static void ThrowIfBack(DataSign there, DataSign next, DateTimeOffset now)
    {
        if (there.Assume(now).Outcome == VerdictOutcome.Marked && Reason(there, next) is { } reason)
        {
            throw new DataNotAttachedException(
                DataOutcome.NotAccepted, $"The sign that is there {reason}. To put this one in its place all the same, add --replace.");
        }
    }

    private static string? Reason(DataSign there, DataSign next)
    {
        (Emblem old, Emblem now) = (there.Claims, next.Claims);
        return SignOwner.Of(there) != SignOwner.Of(next)
                ? $"is of {Name(old)}, and this one of {Name(now)}, or they are under different root keys"
            : Made(now) < Made(old) ? $"was made later: {Text(Made(old))}, and this one {Text(Made(now))}"
            : now.Validity.Expires < old.Validity.Expires
                ? $"ends later: {Text(old.Validity.Expires)}, and this one {Text(now.Validity.Expires)}"
            : null;
    }

    // A writer sets the beginning back by a part of the lifetime, so that of two beginnings the later sign may have the earlier one.
    private static DateTimeOffset Made(Emblem claims) => claims.IssuedAt ?? claims.Validity.NotBefore;

    private static string Name(Emblem claims) => claims.Issuer?.ToString() ?? "an unnamed organization";

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
