using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Places;

/// <summary>
/// Judging a place by facts that the caller read. If one fails, a sign that was copied to another machine passes as the marked place, or a
/// marked place is refused.
/// </summary>
public sealed class PlaceCheckerTests
{
    [Fact]
    public async Task A_place_is_marked_if_the_host_is_stated_and_marked_and_every_fact_is_observed()
    {
        DataCheck check = await PlaceScene.CheckAsync();
        Assert.Equal(
            (DataOutcome.Marked, "All 2 facts of the place were observed on vault.society.example, and are as signed."),
            (check.Outcome, check.Reason));
        Assert.All(check.Facts, f => Assert.Equal((FactStanding.Equal, f.Stated), (f.Standing, f.Found)));
        Assert.Equal(PlaceScene.Place, check.Terms!.Place);
        Assert.Equal((PlaceScene.Marked.Root, "the vault's door"), (check.Root, check.SignPath));
        Assert.Equal(0, check.Counts.Values.Sum());
        Assert.Equal(VerdictOutcome.Marked, check.HostVerdict!.Outcome);
    }

    [Fact]
    public async Task Without_a_stated_host_nothing_is_observed_and_nobody_is_asked()
    {
        bool asked = false;
        DataCheck check = await PlaceScene.CheckAsync(PlaceScene.Options with
        {
            StatedHost = null,
            HostVerdict = (host, _) =>
            {
                asked = true;
                return Task.FromResult(PlaceScene.Verdict(host));
            },
        });
        Assert.Equal((DataOutcome.Indeterminate, false), (check.Outcome, asked));
        Assert.Contains("you do not state on which host this is", check.Reason, StringComparison.Ordinal);
        Assert.All(check.Facts, f => Assert.Equal(FactStanding.Reported, f.Standing));
    }

    /// <summary>A difference that was only told is none: an impostor could tell anything.</summary>
    [Fact]
    public async Task Without_a_stated_host_a_difference_is_not_certain()
    {
        FactReading[] readings = [FactReading.Observed("number", "18"), FactReading.Observed("room", "attic")];
        Assert.Equal(
            DataOutcome.Indeterminate, (await PlaceScene.CheckAsync(PlaceScene.Options with { StatedHost = null }, readings)).Outcome);
        Assert.Equal(DataOutcome.NotAccepted, (await PlaceScene.CheckAsync(readings: readings)).Outcome);
    }

    [Fact]
    public async Task Another_host_than_the_signs_is_4_and_the_DNS_is_not_asked()
    {
        DataCheck check = await PlaceScene.CheckAsync(PlaceScene.Options with
        {
            StatedHost = DomainName.Parse("other.society.example"),
            HostVerdict = (_, _) => throw new InvalidOperationException("The DNS was asked."),
        });
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.Contains("the host that you state is other.society.example", check.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("told", DataOutcome.Indeterminate, "1 of 2 facts was not observed: number.")]
    [InlineData("told otherwise", DataOutcome.Indeterminate, "1 of 2 facts was not observed: number.")]
    [InlineData("unread", DataOutcome.Indeterminate, "1 of 2 facts was not observed: number.")]
    [InlineData("left out", DataOutcome.Indeterminate, "1 of 2 facts was not observed: number.")]
    [InlineData("different", DataOutcome.NotAccepted, "1 of 2 facts is not as signed (number)")]
    public async Task One_fact_that_is_not_observed_as_signed_decides(string how, DataOutcome outcome, string reason)
    {
        FactReading room = PlaceScene.Readings[1];
        FactReading[] readings = how switch
        {
            "told" => [FactReading.Reported("number", "17", "a tunnel"), room],
            "told otherwise" => [FactReading.Reported("number", "18", "a tunnel"), room],
            "unread" => [FactReading.Unread("number", "locked"), room],
            "different" => [FactReading.Observed("number", "18"), room],
            _ => [room],
        };
        DataCheck check = await PlaceScene.CheckAsync(readings: readings);
        Assert.Equal(outcome, check.Outcome);
        Assert.Contains(reason, check.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not looked up", DataOutcome.Indeterminate)]
    [InlineData("undecided", DataOutcome.Indeterminate)]
    [InlineData("none", DataOutcome.NotAccepted)]
    [InlineData("expired", DataOutcome.NotAccepted)]
    [InlineData("of another name", DataOutcome.NotAccepted)]
    [InlineData("of another organization", DataOutcome.NotAccepted)]
    public async Task The_hosts_own_emblem_decides(string how, DataOutcome outcome)
    {
        Verdict Decide(UnverifiedTokens tokens, HeldEvidence evidence) => TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(tokens, evidence, PlaceScene.At), AssetIdentifier.ForName(PlaceScene.Host));
        Verdict? host = how switch
        {
            "undecided" => Decide(UnverifiedTokens.Read("?"u8.ToArray()), HeldEvidence.None),
            "none" => Decide(UnverifiedTokens.Read(TokenBundle.Write([])), HeldEvidence.None),
            "expired" => PlaceScene.Verdict(PlaceScene.Host, expired: true),
            "of another name" => PlaceScene.Verdict(PlaceScene.Host, marked: "www.society.example"),
            "of another organization" => PlaceScene.Verdict(PlaceScene.Host, OrganizationIdentifier.Parse("https://other.example")),
            _ => null,
        };
        Func<DomainName, CancellationToken, Task<Verdict>>? ask = host is null ? null : (_, _) => Task.FromResult(host);
        DataCheck check = await PlaceScene.CheckAsync(PlaceScene.Options with { HostVerdict = ask });
        Assert.True(outcome == check.Outcome, $"{host?.Outcome}: {check.Reason}");
    }

    [Fact]
    public async Task A_verdict_on_another_name_is_refused_as_the_callers_mistake() => await Assert.ThrowsAsync<ArgumentException>(
        () => PlaceScene.CheckAsync(PlaceScene.Options with
        {
            HostVerdict = (_, _) => Task.FromResult(PlaceScene.Verdict(DomainName.Parse("www.society.example"))),
        }));

    [Fact]
    public async Task The_sign_is_judged_before_the_place()
    {
        DataCheckOptions late = PlaceScene.Options with { At = TestTokens.Now.AddDays(8) };
        Assert.Equal(DataOutcome.Invalid, (await PlaceScene.CheckAsync(late)).Outcome);
        var strict = new TrustPolicy { RequiredPurposes = Purposes.CulturalProperty };
        Assert.Equal(DataOutcome.NotAccepted, (await PlaceScene.CheckAsync(PlaceScene.Options with { Policy = strict })).Outcome);
        Assert.Equal(
            DataOutcome.Indeterminate, (await PlaceScene.CheckAsync(PlaceScene.Options with { Evidence = HeldEvidence.None })).Outcome);
    }

    [Fact]
    public async Task A_sign_of_content_says_nothing_of_a_place()
    {
        byte[] content = PlaceScene.SignFileOf(ManifestTerms.ForContent(), ManifestEntry.EmptyFolder(EntryPath.Of("a"u8)));
        Assert.Equal(DataOutcome.NotAccepted, (await PlaceScene.CheckAsync(signFile: content)).Outcome);
        Assert.Equal(
            DataOutcome.NotAccepted,
            (await PlaceScene.CheckAsync(PlaceScene.Options with { StatedHost = null }, signFile: content)).Outcome);
    }

    [Theory]
    [InlineData("x-other", "kind 'x-vault', and this is one of the kind 'x-other'")]
    [InlineData(PlaceKinds.Folder, "kind 'x-vault', and this is one of the kind 'folder'")]
    public async Task A_place_of_another_kind_was_not_observed(string kind, string reason)
    {
        DataCheck check = await PlaceScene.CheckAsync(kind: kind);
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Contains(reason, check.Reason, StringComparison.Ordinal);
    }

    /// <summary>A kind of version 1 with fewer facts would be easier to copy, and one that nobody defined means nothing.</summary>
    [Theory]
    [InlineData("folder", "path")]
    [InlineData("folder", "filesystem", "path", "colour")]
    [InlineData("postgresql-database", "database")]
    [InlineData("vault", "number")]
    public async Task Facts_that_are_not_those_of_the_kind_are_neither_signed_nor_judged(string kind, params string[] facts)
    {
        PlaceFact[] ordered = [.. facts.Order(StringComparer.Ordinal).Select(f => new PlaceFact(f, "1"))];
        var place = new DataPlace(PlaceScene.Host, kind, ValueList.From(ordered));
        Assert.Throws<ArgumentException>(() => PlaceScene.Marker.Sign(place, DataScene.Lifetime));
        DataCheck check = await PlaceScene.CheckAsync(
            readings: [.. facts.Select(f => FactReading.Observed(f, "1"))],
            signFile: PlaceScene.SignFileOf(ManifestTerms.ForLocation(place)),
            kind: kind);
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Contains("cannot be judged", check.Reason, StringComparison.Ordinal);
    }

    /// <summary>Bytes of any kind are an outcome, and none but the sign itself is a marked place.</summary>
    [Property(MaxTest = 50)]
    public bool Bytes_that_were_altered_are_never_the_marked_place(ushort at, byte to, bool cuts)
    {
        byte[] file = PlaceScene.Marked.SignFile.ToArray();
        int place = at % file.Length;
        byte[] altered = cuts ? file[..place] : file;
        if (!cuts)
        {
            altered[place] = to;
        }

        bool isSame = altered.AsSpan().SequenceEqual(PlaceScene.Marked.SignFile.Span);
        DataOutcome outcome = PlaceScene.CheckAsync(signFile: altered).GetAwaiter().GetResult().Outcome;
        return isSame == (outcome == DataOutcome.Marked) && outcome != DataOutcome.NotMarked;
    }
}
