using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Replay;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// The journal of an earlier version. When these fail, an audit after an upgrade says of good rows that they were changed from outside, and
/// nobody believes it any more when it is true.
/// </summary>
public sealed class FormerNamesTests
{
    [Theory]
    [InlineData("Access", 0)]
    [InlineData("TsigKey", 0)]
    [InlineData("SomethingElse", 1)]
    public async Task MemberByItsFormerName_IsTheSameMember(string told, int faults)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.Store.ChangeAsync(
            "ada",
            change =>
            {
                change.Database.Add(PublicationTarget.Create(
                    TargetKind.DnsUpdate, DomainName.Parse("society.example"), "192.0.2.53:53", "emblems", 60, change.Now));
                change.Journal("target.created", "society.example");
                return Task.FromResult(true);
            },
            default);
        List<JournalEntry> lines = await scene.ReadAsync(d => d.Journal.AsNoTracking().OrderBy(l => l.Sequence).ToListAsync());
        using var replay = new JournalReplay();

        foreach (JournalEntry line in lines)
        {
            // As the version before wrote it.
            typeof(JournalEntry).GetProperty(nameof(JournalEntry.Details))!.SetValue(
                line, line.Details.Replace("\"Access\":", $"\"{told}\":", StringComparison.Ordinal));
            replay.Fold(line);
        }

        List<string> found = await scene.ReadAsync(async d =>
        {
            var all = new List<string>();
            await foreach (string fault in replay.FaultsAsync(d, await Pseudonyms.AllAsync(d, default), 10, default))
            {
                all.Add(fault);
            }

            return all;
        });
        Assert.Equal(faults, found.Count);
        Assert.All(found, f => Assert.Contains("Access is null by the journal", f, StringComparison.Ordinal));
    }
}
