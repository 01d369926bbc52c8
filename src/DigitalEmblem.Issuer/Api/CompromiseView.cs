using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The way from a compromised key to a world in which nothing rests on it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="KeyId">The key that was lost.</param>
/// <param name="NewKeyId">The one in its place.</param>
/// <param name="Step">The step that was reached last.</param>
/// <param name="StartedAt">When it was declared.</param>
/// <param name="ReachedAt">When that step was reached.</param>
/// <param name="WaitsFor">What people have to do for it to go on; null if nothing.</param>
internal sealed record CompromiseView(
    Guid Id, Guid KeyId, Guid? NewKeyId, CompromiseStep Step, DateTimeOffset StartedAt, DateTimeOffset ReachedAt, string? WaitsFor)
{
    public static CompromiseView Of(KeyCompromise c) => new(c.Id, c.KeyId, c.NewKeyId, c.Step, c.StartedAt, c.ReachedAt, c.WaitsFor);
}
