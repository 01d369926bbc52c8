using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>Records of many names. When these fail, one reader of a large zone takes the memory of the service.</summary>
public class StreamedRecordsTests
{
    [Fact]
    public async Task ZoneOfManyPages_IsReadPageByPage_EachNameOnceAndInOrder()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Guid target = await TargetAsync(scene);
        string[] names = [.. Enumerable.Range(0, (2 * HandOutRecords.Page) + 7).Select(i => $"host{i:D4}.society.example")];
        await scene.ManyMarkedAsync([.. names, "other.example"]);
        var records = new HandOutRecords(scene.Store, new PublishingOptions(), scene.Clock);
        var seen = new List<string>();

        await foreach (RecordsByHand page in await records.OfTargetAsync(target, default))
        {
            Assert.InRange(page.NotReady.Count + page.Present.Count + page.Absent.Count, 0, HandOutRecords.Page);
            seen.AddRange(page.NotReady.Select(n => n.Name.ToString()));
        }

        Assert.Equal(names, seen);
    }

    /// <summary>A page is asked for when those before are with the reader, but for the one that tells whether there are more.</summary>
    [Theory]
    [InlineData(RecordsForm.Zone)]
    [InlineData(RecordsForm.Rfc3597)]
    [InlineData(RecordsForm.Nsupdate)]
    [InlineData(RecordsForm.Json)]
    [InlineData(RecordsForm.Csv)]
    internal async Task PagesInMemory_AreTwoAtMost(RecordsForm form)
    {
        int asked = 0, most = 0;
        var reader = new Reader();

        await RecordsWriter.WriteAsync(PagesAsync(), form, reader, default);

        Assert.Equal(40, asked);
        Assert.InRange(most, 1, 2);

        async IAsyncEnumerable<RecordsByHand> PagesAsync()
        {
            for (; asked < 40; await Task.Yield())
            {
                asked++;
                most = Math.Max(most, asked - reader.Flushes);
                yield return new RecordsByHand(65297, [], [DomainName.Parse($"host{asked}.society.example")], []);
            }
        }
    }

    private static Task<Guid> TargetAsync(IssuerScene scene) => scene.Store.ChangeAsync(
        "administrator",
        c => Task.FromResult(c.Database.Add(PublicationTarget.Create(
            TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 60, c.Now)).Entity.Id),
        default);

    private sealed class Reader : MemoryStream
    {
        public int Flushes { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }
    }
}
