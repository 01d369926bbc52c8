using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Many rows are saved by few statements, each row as if it were alone. When these fail, a change of many names writes values into the
/// wrong rows, loses some, or overwrites what someone else has decided meanwhile.
/// </summary>
public class SavedRowsTests
{
    private static readonly Actor Olga = "olga";

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Fact]
    public async Task RowsOfManyShapes_EachHasItsOwnValues()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 60);

        await scene.Store.ChangeAsync(
            Olga,
            async change =>
            {
                foreach (Asset asset in await change.Database.Assets.ToListAsync())
                {
                    int n = Number(asset);
                    if (n % 2 == 0)
                    {
                        asset.Declare($"officer{n}", change.Now);
                    }

                    // Some get a value where there was none, some lose it, some keep it.
                    asset.Change(asset.Purposes, n % 3 == 0 ? TimeSpan.FromHours(n + 1) : null);
                }

                change.Database.RemoveRange(await change.Database.Assets.Where(a => a.Name == Name(7) || a.Name == Name(8)).ToListAsync());
            },
            default);

        List<Asset> saved = await scene.ReadAsync(d => d.Assets.ToListAsync());
        Assert.Equal(58, saved.Count);
        Assert.All(saved, a =>
        {
            int n = Number(a);
            Assert.Equal(n % 2 == 0 ? $"officer{n}" : null, a.DeclaredBy);
            Assert.Equal(n % 2 == 0, a.DeclaredUntil is not null);
            Assert.Equal(n % 3 == 0 ? TimeSpan.FromHours(n + 1) : null, a.Lifetime);
            Assert.Equal($"challenge {n}", a.ControlChallenge);
        });
        Assert.Equal(58, saved.Select(a => a.Version).Distinct().Count());
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task OneRowOfManyWasChangedMeanwhile_NothingIsSaved()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 60);
        long head = await HeadAsync(scene);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.Store.ChangeAsync(
            Olga,
            async change =>
            {
                foreach (Asset asset in await change.Database.Assets.ToListAsync())
                {
                    asset.Declare("olga", change.Now);
                }

                DomainName one = Name(30);
                await change.Database.Assets.Where(a => a.Name == one)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, Guid.NewGuid()));
            },
            default));

        Assert.Equal(Refusal.Conflict, refused.Refusal);
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.DeclaredBy != null)));
        Assert.Equal(head, await HeadAsync(scene));
    }

    [Fact]
    public async Task OneRowOfManyIsThereAlready_NothingIsSaved()
    {
        await using IssuerScene scene = await StartAsync();
        await AddAsync(scene, 3);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(scene, 60));

        Assert.Equal(Refusal.AlreadyThere, refused.Refusal);
        Assert.Equal(3, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    [Fact]
    public async Task RowsThatDependOnEachOther_AreSavedInTheirOrder()
    {
        await using IssuerScene scene = await StartAsync();

        await scene.Store.ChangeAsync(
            Olga,
            change =>
            {
                for (int i = 0; i < 20; i++)
                {
                    change.Database.Add(PersonSubject.Bind(Person.Create($"person{i}", change.Now), $"subject{i}", false, change.Now));
                }

                return Task.CompletedTask;
            },
            default);

        List<PersonSubject> subjects = await scene.ReadAsync(d => d.Set<PersonSubject>().ToListAsync());
        Assert.Equal(20, subjects.Count);
        Assert.All(subjects, s => Assert.Equal(s.Subject["subject".Length..], s.Person.Handle["person".Length..]));
    }

    private static Task AddAsync(IssuerScene scene, int count) => scene.Store.ChangeAsync(
        Olga,
        change =>
        {
            change.Database.AddRange(Enumerable.Range(0, count)
                .Select(n => Asset.List(Name(n), Purposes.Protective, $"challenge {n}", change.Now)));
            return Task.CompletedTask;
        },
        default);

    private static Task<long> HeadAsync(IssuerScene scene) => scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());

    private static DomainName Name(int number) => DomainName.Parse($"host{number}.society.example");

    private static int Number(Asset asset) => int.Parse(asset.Name.ToString()[4..asset.Name.ToString().IndexOf('.')]);
}
