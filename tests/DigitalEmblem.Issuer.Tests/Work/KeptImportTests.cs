using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A list that was looked at and not yet taken. When these fail, a second press takes a list twice, or a person sees another's list.
/// </summary>
public class KeptImportTests
{
    private static readonly byte[] File = Encoding.UTF8.GetBytes("name,purposes\nwww.society.example,protective\n");

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Fact]
    public async Task File_IsKeptForItsOwner_AndTakenOnce()
    {
        await using IssuerScene scene = await StartAsync();
        TakeImport take = new(scene.Store, scene.Clock);
        KeptImport kept = await new KeepImport(scene.Store).RunAsync("anna", File, default);
        Assert.Equal(File, (await take.FindAsync("anna", kept.Id, default)).Bytes);
        await RefusedAsync(Refusal.NotFound, () => take.FindAsync("ben", kept.Id, default));
        await RefusedAsync(Refusal.NotFound, () => take.RunAsync("ben", kept.Id, _ => Task.FromResult(true), default));

        byte[]? taken = null;
        await take.RunAsync(
            "anna",
            kept.Id,
            async file =>
            {
                // The second press, while the first is at work.
                await RefusedAsync(Refusal.WrongState, () => take.RunAsync("anna", kept.Id, _ => Task.FromResult(true), default));
                taken = file;
                return true;
            },
            default);

        Assert.Equal(File, taken);
        await RefusedAsync(Refusal.NotFound, () => take.RunAsync("anna", kept.Id, _ => Task.FromResult(true), default));
    }

    [Fact]
    public async Task TakingThatFails_LeavesTheFile()
    {
        await using IssuerScene scene = await StartAsync();
        TakeImport take = new(scene.Store, scene.Clock);
        KeptImport kept = await new KeepImport(scene.Store).RunAsync("anna", File, default);

        await take.RunAsync("anna", kept.Id, _ => Task.FromResult(false), default);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => take.RunAsync("anna", kept.Id, _ => throw new InvalidOperationException("the database is away"), default));

        Assert.Null((await take.FindAsync("anna", kept.Id, default)).TakenAt);
        await take.DropAsync("anna", kept.Id, default);
        await RefusedAsync(Refusal.NotFound, () => take.FindAsync("anna", kept.Id, default));
    }

    [Fact]
    public async Task Files_AreBounded_AndGoAfterADay()
    {
        await using IssuerScene scene = await StartAsync();
        var keep = new KeepImport(scene.Store);
        var ids = new List<Guid>();
        for (int i = 0; i < 5; i++, scene.Clock.Now += TimeSpan.FromMinutes(1))
        {
            ids.Add((await keep.RunAsync("anna", [.. File, (byte)('0' + i)], default)).Id);
        }

        Assert.Equal(ids[^1], (await keep.RunAsync("anna", [.. File, (byte)'4'], default)).Id);
        Assert.Equal(ids[2..], await scene.ReadAsync(d => d.KeptImports.OrderBy(k => k.Id).Select(k => k.Id).ToListAsync()));
        await RefusedAsync(Refusal.Malformed, () => keep.RunAsync("anna", [], default));
        await RefusedAsync(Refusal.TooWide, () => keep.RunAsync("anna", new byte[KeptImport.LargestFile + 1], default));

        scene.Clock.Now += KeptImport.Lifetime;
        await RefusedAsync(Refusal.NotFound, () => new TakeImport(scene.Store, scene.Clock).FindAsync("anna", ids[^1], default));
        await new TidyImports(scene.Store, scene.Clock).RunAsync(default);
        Assert.Equal(0, await scene.ReadAsync(d => d.KeptImports.CountAsync()));
    }

    private static async Task RefusedAsync(Refusal refusal, Func<Task> act) =>
        Assert.Equal(refusal, (await Assert.ThrowsAsync<RefusedException>(act)).Refusal);
}
