using System.Globalization;
using System.Security.Cryptography;
using CsvHelper;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.TestSupport.AdemJs;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Names marked in the CWT profile, in the JWS profile, and in both. If these fail, validators that are deployed today see nothing or an
/// invalid set, or a name that moves from one profile to the other shows no valid set for hours.
/// </summary>
public class ProfilesTests
{
    private const string Name = "www.society.example";

    [Theory]
    [InlineData(nameof(MarkProfiles.Cwt))]
    [InlineData(nameof(MarkProfiles.Jws))]
    [InlineData(nameof(MarkProfiles.Both))]
    public async Task Name_InEachChoice_IsMarkedInItsProfiles_AndInNoOther(string choice)
    {
        MarkProfiles profiles = Enum.Parse<MarkProfiles>(choice);
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync(Name, Purposes.Protective | Purposes.Indicative);
        await scene.SetProfiles.OfAssetAsync(IssuerScene.Officer, asset.Id, null, profiles, default);
        await scene.IssueEmblems.RunAsync(default);
        Assert.Equal(profiles.Each(), (await SetsAsync(scene)).Select(s => s.Profile));
        foreach (TokenProfile profile in profiles.Each())
        {
            Verdict verdict = await scene.JudgeAsync(Name, profile);
            Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        }
    }

    /// <summary>The validator that most people have reads our TXT records, with and without an authority.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JwsSet_IsAcceptedByAdemJs(bool endorsed)
    {
        await using Pair pair = await Pair.StartAsync();
        if (endorsed)
        {
            await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective));
        }

        Asset asset = await pair.Society.MarkedAsync(Name);
        await pair.Society.SetProfiles.OfAssetAsync(IssuerScene.Officer, asset.Id, null, MarkProfiles.Both, default);
        await pair.Society.IssueEmblems.RunAsync(default);
        string[] committed = await Task.WhenAll(new[] { pair.Society, pair.Ministry }.Select(
            async s => (await s.InUseAsync(KeyUse.Root)).JwsIdentifier));
        IssuedSet jws = (await SetsAsync(pair.Society)).Single(s => s.Profile == TokenProfile.Jws);
        AdemJsVerdict verdict = AdemJsRules.Judge(
            [.. TextsOf(jws)], pair.Society.Clock.Now, (_, key) => committed.Contains(key));
        Assert.True(verdict.Lists(Name), verdict.ToString());
        Assert.Equal(
            endorsed ? SecurityLevel.Endorsed : SecurityLevel.Organizational,
            (await pair.Society.JudgeAsync(Name, TokenProfile.Jws)).Level);
        Assert.Empty(verdict.Broken);
    }

    /// <summary>Two phases, hours apart: at each moment a validator that reads both profiles sees a valid set.</summary>
    [Theory]
    [InlineData(nameof(MarkProfiles.Cwt), nameof(MarkProfiles.Jws))]
    [InlineData(nameof(MarkProfiles.Jws), nameof(MarkProfiles.Cwt))]
    [InlineData(nameof(MarkProfiles.Both), nameof(MarkProfiles.Jws))]
    public async Task Name_ThatLeavesAProfile_IsMarkedInBothUntilCachesHaveTheOther(string from, string to)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync(Name);
        await SetAsync(scene, asset, from);
        await SetAsync(scene, asset, to);
        Assert.Equal(MarkProfiles.Both, await ProfilesAsync(scene));
        await RoundAsync(scene);
        scene.Clock.Now += TimeSpan.FromHours(2);
        await RoundAsync(scene);
        Assert.Equal(MarkProfiles.Both, await ProfilesAsync(scene));
        scene.Clock.Now += TimeSpan.FromHours(1);
        await RoundAsync(scene);
        Assert.Equal(Enum.Parse<MarkProfiles>(to), await ProfilesAsync(scene));
        Assert.False((await scene.AssetAsync(Name)).IsLeavingProfile);
    }

    /// <summary>An old certificate names the key in one profile: a reader of JWS would find no commitment.</summary>
    [Fact]
    public async Task OldCertificate_IsRefusedForJws_SayingWhy()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        OrganizationKey root = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        await scene.RequestCommitment.RunAsync("administrator", root.Id, default);
        await scene.CompleteCommitment.RunAsync("administrator", root.Id, scene.OldCertificate(root), default);
        OrganizationKey emblemKey = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);
        Asset asset = await scene.MarkedAsync(Name);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.SetProfiles.OfAssetAsync(IssuerScene.Officer, asset.Id, null, MarkProfiles.Both, default));
        Assert.Equal(Refusal.NotReady, refused.Refusal);
        Assert.Contains(root.JwsIdentifier, refused.Message, StringComparison.Ordinal);

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.CommitAsync(root);
        await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);
        await SetAsync(scene, asset, nameof(MarkProfiles.Both));
        Assert.Equal(MarkProfiles.Both, await ProfilesAsync(scene));
    }

    [Fact]
    public async Task Purpose_ThatJwsHasNoWordFor_IsRefused()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.ListedAsync(Name, Purposes.CivilDefence);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.SetProfiles.OfAssetAsync(IssuerScene.Officer, asset.Id, null, MarkProfiles.Both, default));
        Assert.Contains("civil-defence", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A key that is not endorsed in JWS must not take the CWT emblem away.</summary>
    [Fact]
    public async Task ProfileThatCannotBeSigned_LeavesTheOther()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync(Name);
        await scene.Store.ChangeAsync(
            "test", c => c.Database.Endorsements.ExecuteUpdateAsync(s => s.SetProperty(e => e.JwsToken, (byte[]?)null)), default);
        await SetAsync(scene, asset, nameof(MarkProfiles.Both));
        Assert.Equal(MarkProfiles.Cwt, await ProfilesAsync(scene));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
    }

    [Fact]
    public async Task RootOnAnotherMachine_SignsBothProfiles()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        using SigningKey elsewhere = SigningKey.Generate(SignatureAlgorithm.ES256);
        OrganizationKey root = await scene.RegisterOfflineKey.RunAsync("administrator", elsewhere.PublicKey, default);
        await scene.CommitAsync(root);
        OrganizationKey emblemKey = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        (_, PendingSigning? pending) = await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);
        await scene.AnswerAsync(pending!, elsewhere);
        Asset asset = await scene.MarkedAsync(Name);
        await SetAsync(scene, asset, nameof(MarkProfiles.Both));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name, TokenProfile.Jws)).Outcome);
    }

    /// <summary>What a person puts in by hand: a script must not take out the SPF record beside it.</summary>
    [Fact]
    public async Task RecordsByHand_AreOfBothProfiles_AndTakeOutNoTxtOfOthers()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await new SetTarget(scene.Store, new PublishingOptions()).AddAsync(
            "administrator", TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, default);
        Asset asset = await scene.MarkedAsync(Name);
        await SetAsync(scene, asset, nameof(MarkProfiles.Both));

        RecordsByHand records = await new HandOutRecords(scene.Store, new PublishingOptions(), scene.Clock).OfAssetAsync(asset.Id, default);
        string script = records.ToText(RecordsForm.Nsupdate, isAlone: true), values = records.ToText(RecordsForm.Rfc3597, isAlone: false);
        Assert.Contains($"update delete {Name}. TYPE65297", script, StringComparison.Ordinal);
        Assert.DoesNotContain($"update delete {Name}. TXT", script, StringComparison.Ordinal);
        Assert.Contains($"update add {Name}. 300 TXT \"adem-token=", script, StringComparison.Ordinal);
        Assert.Contains($"; {Name}. TXT\nadem-token=", values, StringComparison.Ordinal);
        Assert.Contains($"; {Name}. TYPE65297\n\\# ", values, StringComparison.Ordinal);
    }

    /// <summary>When this fails, a person pastes a text into a provider's form that no validator reads.</summary>
    [Fact]
    public async Task Table_HasEachRecordAsAProviderTakesIt_AndItsDigest()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await new SetTarget(scene.Store, new PublishingOptions()).AddAsync(
            "administrator", TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, default);
        Asset asset = await scene.MarkedAsync(Name);
        await SetAsync(scene, asset, nameof(MarkProfiles.Both));
        RecordsByHand records = await new HandOutRecords(scene.Store, new PublishingOptions(), scene.Clock).OfAssetAsync(asset.Id, default);

        using var reader = new CsvReader(new StringReader(RecordsCsv.Header + RecordsCsv.Lines(records)), CultureInfo.InvariantCulture);
        var lines = new List<(string Name, string Type, string Ttl, string Value, string Digest)>();
        for (reader.Read(); reader.Read();)
        {
            lines.Add((reader[0]!, reader[1]!, reader[2]!, reader[3]!, reader[4]!));
        }

        Assert.Equal(records.Present.SelectMany(p => p.ToValues().Split('\n')[..^1]), lines.Select(l => l.Value));
        Assert.Equal(
            records.Present.SelectMany(p => p.Data).Select(d => Convert.ToHexStringLower(SHA256.HashData(d.Span))),
            lines.Select(l => l.Digest));
        Assert.Equal(["TYPE65297", "TXT"], lines.Select(l => l.Type).Distinct());
        Assert.All(lines, l => Assert.Equal((Name, "300"), (l.Name, l.Ttl)));
        // A text with quotation marks, which a table doubles.
        Assert.Contains(lines, l => l.Value.StartsWith("adem-key={\"", StringComparison.Ordinal));
    }

    private static async Task SetAsync(IssuerScene scene, Asset asset, string profiles)
    {
        await scene.SetProfiles.OfAssetAsync(IssuerScene.Officer, asset.Id, null, Enum.Parse<MarkProfiles>(profiles), default);
        await scene.IssueEmblems.RunAsync(default);
    }

    private static async Task RoundAsync(IssuerScene scene)
    {
        await scene.LeaveProfiles.RunAsync(default);
        await scene.IssueEmblems.RunAsync(default);
        foreach (IssuedSet set in await SetsAsync(scene))
        {
            Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name, set.Profile)).Outcome);
        }
    }

    private static async Task<MarkProfiles> ProfilesAsync(IssuerScene scene) =>
        (await SetsAsync(scene)).Aggregate(MarkProfiles.None, (all, s) => all | s.Profile.ToMark());

    private static async Task<IReadOnlyList<IssuedSet>> SetsAsync(IssuerScene scene)
    {
        Asset asset = await scene.AssetAsync(Name);
        return (await scene.ReadAsync(d => EmblemSets.LoadAsync(d, [asset], scene.Clock.Now, default))).Of(asset);
    }

    // The values as a provider's form takes them are the texts of the records.
    private static string[] TextsOf(IssuedSet set) =>
        set.ToRecords(DomainName.Parse(Name), 300, 65297).ToValues().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
