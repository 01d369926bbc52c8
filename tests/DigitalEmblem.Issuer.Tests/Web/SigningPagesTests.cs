using System.Net;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of signing on another machine. When these fail, a root key that is kept apart cannot be used, or a person carries there what
/// they have not read.
/// </summary>
[Trait("Category", "Servers")]
public sealed class SigningPagesTests
{
    private static readonly SigningKey Elsewhere = TestKeys.Of(SignatureAlgorithm.ES384);

    [Fact]
    public async Task NothingWaits_IsSaid_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/signings", "No request waits");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/signings/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Roll_ToAKeyElsewhere_IsSaidInWords_AndDoneByItsAnswerOnly()
    {
        await using WebService web = await WebService.StartAsync();
        OrganizationKey next = await web.Scene.RegisterOfflineKey.RunAsync("ada", Elsewhere.PublicKey, default);
        await web.Scene.CommitAsync(next);
        next = await web.Scene.KeyAsync(next.Id);
        OrganizationKey emblem = await web.Scene.InUseAsync(KeyUse.Emblem);
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string path = await web.DoneAsync($"/keys/{next.Id}", new() { ["seen"] = next.Version.ToString() }, "Roll");
        PendingSigning pending = await web.Scene.ReadAsync(d => d.Signings.SingleAsync());
        Assert.Equal($"/signings/{pending.Id}", path);
        await web.EachReadsAsync(path, emblem.Identifier);
        await web.EachReadsAsync(path, pending.ToRequest().Id.ToString());
        await web.EachReadsAsync("/signings", path);
        await web.EnterAsync("alan", AccessRoles.Administrator);
        Assert.Equal(pending.Request, await (await web.GetAsync($"{path}?handler=File")).Content.ReadAsByteArrayAsync());

        SigningRequest request = pending.ToRequest();
        string good = Encoding.UTF8.GetString(request.Answer(Elsewhere).ToBytes());
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, []);
        Assert.Contains(
            Visits.Hostile,
            await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["answer"] = Visits.Hostile }),
            StringComparison.Ordinal);
        string spoiled = await web.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, path, new() { ["answer"] = Spoiled(request) });
        Assert.Contains("Item 1 of the answer is not what was asked for", spoiled, StringComparison.Ordinal);
        Assert.NotEqual(next.Id, (await web.Scene.InUseAsync(KeyUse.Root)).Id);

        await web.DoneAsync(path, new() { ["answer"] = good });

        Assert.Equal(next.Id, (await web.Scene.InUseAsync(KeyUse.Root)).Id);
        Assert.StartsWith("alan ", await web.LastLineAsync("signing.answered"), StringComparison.Ordinal);
        Assert.Contains("answered", await web.ShownAsync(path), StringComparison.Ordinal);
        // The back button, and once more.
        Assert.Contains(
            "was answered at",
            await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["answer"] = good }),
            StringComparison.Ordinal);
    }

    // The answer with a bit of the first item's signature turned.
    private static string Spoiled(SigningRequest request)
    {
        SigningAnswer answer = request.Answer(Elsewhere);
        byte[] first = answer.Signed[0].ToArray();
        first[^1] ^= 1;
        return Encoding.UTF8.GetString(new SigningAnswer(answer.RequestId, [first, .. answer.Signed.Skip(1)]).ToBytes());
    }
}
