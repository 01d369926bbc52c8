using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests.Places;

/// <summary>
/// The table of data-emblem, 8.1, for every combination of host, host's emblem and facts. If one fails, one answer hides another that is
/// graver, or a fault of the place passes as marked.
/// </summary>
public sealed class PlaceOrderTests
{
    private static readonly string[] Hosts = ["none", "right", "wrong"];
    private static readonly string[] Emblems = ["not looked up", "undecided", "marked", "expired", "of another organization"];
    private static readonly string[] Facts = ["equal", "different", "told", "told otherwise", "unread", "left out"];

    private static readonly Dictionary<string, Verdict> Verdicts = new()
    {
        ["undecided"] = TrustPolicy.Default.Decide(
            new EmblemVerifier().Verify(UnverifiedTokens.Read("?"u8.ToArray()), HeldEvidence.None, PlaceScene.At),
            AssetIdentifier.ForName(PlaceScene.Host)),
        ["marked"] = PlaceScene.Verdict(PlaceScene.Host),
        ["expired"] = PlaceScene.Verdict(PlaceScene.Host, expired: true),
        ["of another organization"] = PlaceScene.Verdict(PlaceScene.Host, OrganizationIdentifier.Parse("https://other.example")),
    };

    private static readonly Verdict Sign = DataSign.Read(PlaceScene.Marked.Sign).Verify(
        TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, PlaceScene.At);

    [Fact]
    public async Task Every_combination_is_as_the_table_says()
    {
        int count = 0;
        foreach (string host in Hosts)
        {
            foreach (string emblem in Emblems)
            {
                foreach (string number in Facts)
                {
                    foreach (string room in Facts)
                    {
                        DataCheck check = await JudgeAsync(host, emblem, number, room);
                        Assert.True(
                            Expected(host, emblem, number, room) == check.Outcome,
                            $"{host} host, {emblem}, {number}, {room}: {check.Outcome}. {check.Reason}");
                        count += check.Outcome == DataOutcome.Marked ? 1 : 0;
                    }
                }
            }
        }

        Assert.Equal(1, count);
    }

    private static DataOutcome Expected(string host, string emblem, params string[] facts) =>
        host == "wrong" ? DataOutcome.NotAccepted
        : host == "none" ? DataOutcome.Indeterminate
        : facts.Contains("different") || emblem is "expired" or "of another organization" ? DataOutcome.NotAccepted
        : emblem == "marked" && facts.All(f => f == "equal") ? DataOutcome.Marked
        : DataOutcome.Indeterminate;

    private static Task<DataCheck> JudgeAsync(string host, string emblem, string number, string room)
    {
        DataCheckOptions options = PlaceScene.Options with
        {
            StatedHost = host switch { "none" => null, "right" => PlaceScene.Host, _ => DomainName.Parse("other.example") },
            HostVerdict = emblem == "not looked up" ? null : (_, _) => Task.FromResult(Verdicts[emblem]),
        };
        FactReading[] readings =
        [
            .. Reading(PlaceScene.Place.Facts[0], number),
            .. Reading(PlaceScene.Place.Facts[1], room),
            FactReading.Observed("another", "fact"),
        ];
        return PlaceJudge.JudgeAsync(
            new DataCheck { Outcome = DataOutcome.Invalid, Reason = "", Verdict = Sign },
            ManifestTerms.ForLocation(PlaceScene.Place),
            fault: null,
            PlaceScene.Kind,
            _ => readings,
            options,
            CancellationToken.None);
    }

    private static FactReading[] Reading(PlaceFact fact, string how) => how switch
    {
        "equal" => [FactReading.Observed(fact.Name, fact.Value)],
        "different" => [FactReading.Observed(fact.Name, fact.Value + " ")],
        "told" => [FactReading.Reported(fact.Name, fact.Value, "a tunnel")],
        "told otherwise" => [FactReading.Reported(fact.Name, "other", "a tunnel")],
        "unread" => [FactReading.Unread(fact.Name, "locked")],
        _ => [],
    };
}
