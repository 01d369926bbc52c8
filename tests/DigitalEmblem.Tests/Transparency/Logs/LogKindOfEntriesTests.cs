using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The form of a log entry follows the kind of the log. In the wrong form it points nowhere, and an organization's emblems stay
/// unproven for as long as its endorsement lives.
/// </summary>
public class LogKindOfEntriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public void LogEntries_KindInTheList_DecidesWhateverTheSctCarries(LogKind written)
    {
        using var authority = new TestAuthority(Now);
        using var log = new TestLog(written, Now);
        BindingChain chain = authority.Issue(["society.example"], [log]);
        Assert.Equal(written == LogKind.Static, chain.Scts[0].LeafIndex is not null);

        foreach (LogKind listed in Enum.GetValues<LogKind>())
        {
            ValueList<CommitmentEntry> entries = chain.LogEntries(LogList.Read(ListOf(log, listed)));
            if (listed == LogKind.Rfc6962)
            {
                Assert.NotNull(Assert.Single(entries).LeafHash);
            }
            else if (written == LogKind.Static)
            {
                Assert.NotNull(Assert.Single(entries).LeafIndex);
            }
            else
            {
                Assert.Empty(entries);
            }
        }

        CommitmentEntry guessed = Assert.Single(chain.LogEntries());
        Assert.Equal(written == LogKind.Static, guessed.LeafIndex is not null);
    }

    private static byte[] ListOf(TestLog log, LogKind kind)
    {
        JsonNode list = JsonNode.Parse(TestLog.ListOf((log, "https://log.example")))!;
        JsonNode one = list["operators"]![0]!;
        string from = log.Kind == LogKind.Static ? "tiled_logs" : "logs", to = kind == LogKind.Static ? "tiled_logs" : "logs";
        if (from != to)
        {
            one[to] = one[from]!.DeepClone();
            one[from] = null;
        }

        return Encoding.UTF8.GetBytes(list.ToJsonString());
    }
}
