using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The way from a compromised key to a world in which nothing rests on it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="KeyId">The key that was lost.</param>
/// <param name="NewKeyId">The one in its place.</param>
/// <param name="Step">The step that was reached last.</param>
/// <param name="DeclaredBy">Who declared it.</param>
/// <param name="Reason">Why, in that person's words.</param>
/// <param name="StartedAt">When it was declared.</param>
/// <param name="GoesOnAt">When the service carries on by itself, if nobody has confirmed it or taken it back.</param>
/// <param name="ConfirmedBy">The second person; null if there is none, or if the time came.</param>
/// <param name="ConfirmedAt">When it was confirmed, or its time came.</param>
/// <param name="ReachedAt">When that step was reached.</param>
/// <param name="WaitsFor">What people have to do for it to go on; null if nothing.</param>
/// <param name="Resting">The marked assets that the way has not reached yet; null in a list.</param>
/// <param name="Certificates">The certificates that bind a root key, to be revoked; null in a list.</param>
/// <param name="CertificateRevokedAt">When a person noted that they were revoked.</param>
/// <param name="CertificateRevokedBy">Who noted it.</param>
internal sealed record CompromiseView(
    Guid Id,
    Guid KeyId,
    Guid? NewKeyId,
    CompromiseStep Step,
    string DeclaredBy,
    string Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset GoesOnAt,
    string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset ReachedAt,
    string? WaitsFor,
    RestingView? Resting,
    IReadOnlyList<BoundCertificate>? Certificates,
    DateTimeOffset? CertificateRevokedAt,
    string? CertificateRevokedBy)
{
    public static CompromiseView Of(KeyCompromise c) => new(
        c.Id,
        c.KeyId,
        c.NewKeyId,
        c.Step,
        c.DeclaredBy,
        c.Reason,
        c.StartedAt,
        c.GoesOnAt,
        c.ConfirmedBy,
        c.ConfirmedAt,
        c.ReachedAt,
        c.WaitsFor?.ToString(),
        null,
        null,
        c.CertificateRevokedAt,
        c.CertificateRevokedBy);

    /// <summary>With the assets that still rest on the key, and the certificates that bind it.</summary>
    public static Task<CompromiseView> WholeAsync(
        IssuerStore store, KeyCompromise compromise, DateTimeOffset at, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        {
            OrganizationKey lost = await d.Keys.SingleAsync(k => k.Id == compromise.KeyId, cancellationToken);
            RestingMarks resting = await RestingMarks.OfAsync(d, compromise, lost, cancellationToken);
            return Of(compromise) with
            {
                Resting = new RestingView(await resting.CountAsync(cancellationToken), await resting.CalledAsync(cancellationToken)),
                Certificates = await BoundCertificate.OfAsync(d, compromise.KeyId, at, cancellationToken),
            };
        });
}

/// <summary>Assets (names and data) whose sets rest on a compromised key, or that have none yet.</summary>
/// <param name="Count">How many.</param>
/// <param name="Names">The first of them: names, then roots of data.</param>
internal sealed record RestingView(int Count, IReadOnlyList<string> Names);

/// <summary>A decision about assets whose sets rest on a compromised key.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Reason">Why.</param>
/// <param name="Assets">The assets, 1,000 at most; left out for all of them, and then All is true.</param>
/// <param name="All">Whether it is about all that rest on the key.</param>
internal sealed record DecisionBody(
    CompromiseDecision Decision, string Reason, IReadOnlyList<Guid>? Assets = null, bool All = false);
