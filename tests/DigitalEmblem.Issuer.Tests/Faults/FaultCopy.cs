using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Worker;
using DigitalEmblem.Verifier;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>One copy of a <see cref="FaultScene"/>, with the instance on it that follows on one that ended.</summary>
internal sealed class FaultCopy : IAsyncDisposable
{
    private readonly UpdatableServer _bind;
    private readonly int _atLeast;

    public FaultCopy(UpdatableServer bind, string folder, int atLeast)
    {
        _bind = bind;
        _atLeast = atLeast;
        Folder = folder;
        Issuer = OpenIssuer.ThatEnds(folder, bind.KeyFile, Clock, null);
    }

    public string Folder { get; }

    public SettableClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public OpenIssuer Issuer { get; }

    /// <summary>Runs an instance in this process that ends at a step of an action.</summary>
    /// <returns>The steps it did, if it came to the end of the action; null if it ended before.</returns>
    public async Task<IReadOnlyList<StepKind>?> EndAsync(string action, int step)
    {
        var steps = new Steps(step);
        await using OpenIssuer ending = OpenIssuer.ThatEnds(Folder, _bind.KeyFile, Clock, steps);
        try
        {
            await Actions.RunAsync(ending, action);
            return steps.Taken;
        }
        catch (Exception e) when (e.GetBaseException() is InstanceEndedException)
        {
            return null;
        }
    }

    /// <summary>What is left, without what differs each time: names, times, identities.</summary>
    public async Task<string> TellAsync()
    {
        List<Asset> assets = await Issuer.Store.ReadAsync(d => d.Assets.ToListAsync());
        int asWanted = 0;
        foreach (Asset asset in assets)
        {
            try
            {
                asWanted += await StandsAsWantedAsync(asset) ? 1 : 0;
            }
            catch (RefusedException)
            {
                // Its emblem is not issued yet, or nobody vouches for the key at this moment.
            }
        }

        int files = Directory.GetFiles(Path.Combine(Folder, "keys")).Length;
        return await Issuer.Store.ReadAsync(async d => string.Join('\n', (string[])
        [
            .. (await d.Journal.OrderBy(j => j.Sequence).ToListAsync()).Select(j => $"journal: {j.Action}"),
            .. Sorted(await d.Keys.ToListAsync(), k => $"key: {k.Use} {k.State}"),
            .. Sorted(await d.Endorsements.ToListAsync(), e => $"endorsement: {e.State}"),
            .. Sorted(assets, a => $"asset: {a.State}, emblem {a.EmblemId is not null}, leased {a.Lease.By is not null}"),
            .. Sorted(
                await d.Emblems.GroupBy(e => e.AssetId).Select(g => g.Count()).ToListAsync(), count => $"emblems of an asset: {count}"),
            .. Sorted(
                await d.Publications.ToListAsync(),
                p => $"publication: {p.State}, wanted {p.Wanted}, attempts {p.Attempts}, leased {p.Lease.By is not null}"),
            .. Sorted(await d.Compromises.ToListAsync(), c => $"compromise: {c.Step} {c.WaitsFor}"),
            string.Create(CultureInfo.InvariantCulture, $"files of keys: {files}"),
            string.Create(CultureInfo.InvariantCulture, $"names that stand in the DNS as the database says: {asWanted}"),
        ]));
    }

    /// <summary>What stands in the DNS is in the database and the journal, and each set is whole.</summary>
    public async Task RequireNothingUnknownInTheDnsAsync(string when)
    {
        JournalAuditResult audit = await Issuer.Store.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        Assert.True(audit.Faults.Count == 0, $"{when}: {string.Join(" ", audit.Faults)}");
        foreach (Asset asset in await Issuer.Store.ReadAsync(d => d.Assets.ToListAsync()))
        {
            HashSet<string> known = await Issuer.Store.ReadAsync(async d => Texts(
            [
                .. await d.Emblems.Where(e => e.AssetId == asset.Id).Select(e => e.Token!).ToListAsync(),
                .. await d.Endorsements.Select(e => e.Token).ToListAsync(),
                .. await d.Endorsements.Select(e => e.SignerKey).ToListAsync(),
                .. await d.Keys.Select(k => k.PublicKey).ToListAsync(),
            ]));
            IReadOnlyList<ReadOnlyMemory<byte>> there = await FaultScene.ReadDnsAsync(_bind, asset.Name.ToString());
            Assert.True(
                known.IsSupersetOf(Texts(there.Select(t => t.ToArray()))),
                $"{when}: something stands at {asset.Name} that the database does not know.");
            if (there.Count > 0)
            {
                UnverifiedTokens set = UnverifiedTokens.Read(TokenBundle.Write(there));
                VerifiedTokens verified = new EmblemVerifier(new VerifierOptions())
                    .Verify(set, HeldEvidence.AssumeCommittedUnsafe, Clock.Now);
                Verdict verdict = TrustPolicy.Default.Decide(verified, AssetIdentifier.Parse(asset.Name.ToString()));
                Assert.True(
                    verdict.Outcome == VerdictOutcome.Marked,
                    $"{when}: {asset.Name} is {verdict.Outcome}: {string.Join(" ", verdict.Findings.Select(f => f.Message))}");
            }
        }
    }

    /// <summary>
    /// Has the instance that follows do its work, and requires that the DNS says what the database says, nothing is due, and no asset is
    /// lost.
    /// </summary>
    public async Task RequireOrderOnceFollowedAsync(string when)
    {
        Clock.Now += TimeSpan.FromMinutes(3);
        await Issuer.RunAsync();
        await TryAgainIfUnansweredAsync();
        await RequireNothingUnknownInTheDnsAsync(when);
        (List<Asset> assets, List<Publication> due) = await Issuer.Store.ReadAsync(
            async d => (await d.Assets.ToListAsync(), await d.Publications.Where(p => p.State == PublicationState.Due).ToListAsync()));
        Assert.True(
            assets.Count >= _atLeast && due.Count == 0,
            $"{when}: {assets.Count} assets, publications due: "
                + string.Join(" ", due.Select(p => $"{p.Attempts} attempts, {p.Failure}, leased {p.Lease.By is not null}: {p.Fault}")));
        foreach (Asset asset in assets)
        {
            Assert.True(
                await StandsAsWantedAsync(asset),
                $"{when}: {asset.Name} ({asset.State}) stands otherwise in the DNS than in the database.");
        }
    }

    // A name server that gave no answer in five seconds, on a machine that is busy, says nothing about the order: the service asks again
    // after a pause.
    private async Task TryAgainIfUnansweredAsync()
    {
        List<DateTimeOffset> pauses = await Issuer.Store.ReadAsync(d => d.Publications
            .Where(p => p.State == PublicationState.Due && p.Failure == PublicationFailure.Unanswered)
            .Select(p => p.NextAttempt).ToListAsync());
        if (pauses.Count > 0)
        {
            Clock.Now = pauses.Max();
            await Issuer.RunAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Issuer.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    /// <exception cref="RefusedException">It is marked, and no set belongs to it.</exception>
    private async Task<bool> StandsAsWantedAsync(Asset asset)
    {
        EmblemSets sets = await Issuer.Store.ReadAsync(d => EmblemSets.LoadAsync(d, [asset], Clock.Now, default));
        HashSet<string> wanted = Texts(
            asset.State == AssetState.Marked ? sets.Of(asset).SelectMany(s => s.Items).Select(i => i.ToArray()) : []);
        return wanted.SetEquals(Texts((await FaultScene.ReadDnsAsync(_bind, asset.Name.ToString())).Select(t => t.ToArray())));
    }

    private static IEnumerable<string> Sorted<T>(IEnumerable<T> items, Func<T, string> tell) =>
        items.Select(tell).Order(StringComparer.Ordinal);

    private static HashSet<string> Texts(IEnumerable<byte[]> items) => [.. items.Select(Convert.ToHexString)];
}
