using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// Rows of marked data that someone changes behind the service's back. When this fails, data are marked for what nobody declared, or a sign
/// is given out that nobody judged.
/// </summary>
public class ForgedDataTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task RowsThatAreChangedFromOutside_AreToldByTheReplay_AndAForgedSignIsNotGivenOut()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedDataAsync(Root);
        await scene.IssueEmblems.RunAsync(default);
        Assert.Empty(await FaultsAsync(scene));

        await TamperAsync(scene, "UPDATE data_signs SET \"Token\" = 'AAAA'");
        Assert.StartsWith("data_signs ", Assert.Single(await FaultsAsync(scene)), StringComparison.Ordinal);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.SignsOfData.InForceAsync(Root, default));
        Assert.Equal(Refusal.NotVerified, refused.Refusal);
        Assert.Contains("issuer journal verify", refused.Message, StringComparison.Ordinal);

        await TamperAsync(scene, "UPDATE marked_data SET \"Purposes\" = 2");
        string fault = (await FaultsAsync(scene))[1];
        Assert.StartsWith("marked_data ", fault, StringComparison.Ordinal);
        Assert.Contains($"({'"'}{Root}{'"'}): Purposes is", fault, StringComparison.Ordinal);
        await TamperAsync(scene, "DELETE FROM data_signs");
        Assert.Contains(await FaultsAsync(scene), f => f.Contains("the row is gone", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IssuerScene scene) =>
        (await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults;

    private static async Task TamperAsync(IssuerScene scene, string sql)
    {
        await using IssuerContext context = scene.Contexts.Open();
        await context.Database.ExecuteSqlRawAsync(sql);
    }
}
