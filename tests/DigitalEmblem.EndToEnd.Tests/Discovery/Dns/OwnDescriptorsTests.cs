using System.Net.Sockets;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>A computer that has few file descriptors is not a server that fails. If this fails, people look for the fault at the wrong
/// place, or names are lost for it.</summary>
public sealed class OwnDescriptorsTests
{
    /// <summary>The built command with some forty descriptors beyond those that the runtime takes for its libraries answers for 300 names,
    /// by scan and by check, which would open 64 sockets at once.</summary>
    [Theory]
    [InlineData("scan")]
    [InlineData("check")]
    public void Command_WithFewDescriptors_AnswersForEveryName(string command)
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Nothing(q));
        string names = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(names, Enumerable.Range(0, 300).Select(i => $"n{i}.example"));
            string[] asked = command == "scan" ? ["scan", names] : ["check", .. File.ReadAllLines(names), "--output", "json"];
            (int code, string output, string error) = BuiltCommand.Run(
                new Dictionary<string, string>(),
                [.. asked, "--server", server.EndPoint.ToString(), "--timeout", "20s", "--assume-committed"],
                "bash",
                "-c",
                "ulimit -n 128; exec \"$@\"",
                "bash");
            Assert.True(code == 1, error + output);
            Assert.Equal(300, output.Split('\n').Count(l => l.Contains("\"NotMarked\"", StringComparison.Ordinal)));
        }
        finally
        {
            File.Delete(names);
        }
    }

    [Fact]
    public void Fault_OfThisComputer_IsToldFromThatOfAServer()
    {
        Assert.Contains(
            "ulimit -n",
            OwnLack.Of(new HttpRequestException("x", new SocketException((int)SocketError.TooManyOpenSockets))),
            StringComparison.Ordinal);
        Assert.Contains("ulimit -n", OwnLack.Of(new IOException("x", 24)), StringComparison.Ordinal);
        Assert.Contains("memory", OwnLack.Of(new InsufficientMemoryException()), StringComparison.Ordinal);
        Assert.Null(OwnLack.Of(new SocketException((int)SocketError.ConnectionRefused)));
        Assert.Equal(LookupOutcome.OutOfResources, DnsReply.Failed(new SocketException((int)SocketError.TooManyOpenSockets)).Failure);
        Assert.Equal(LookupOutcome.Unreachable, DnsReply.Failed(new SocketException((int)SocketError.HostUnreachable)).Failure);
    }

    [Fact]
    public void Room_OfAProcessWithManyDescriptors_IsWhatIsWanted() => Assert.Equal(8, Descriptors.Room(8));
}
