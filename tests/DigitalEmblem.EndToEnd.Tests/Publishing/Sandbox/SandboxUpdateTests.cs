using System.Net;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Publishing.Sandbox;

/// <summary>
/// The server for trying out, as nsupdate and dig see it. When these fail, what someone learns about publishing and withdrawing in
/// the sandbox is not true of name servers.
/// </summary>
public sealed class SandboxUpdateTests : IAsyncLifetime
{
    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0), takesUpdates: true);

    [Fact]
    public void Texts_AreAdded_OnceEach_BesideTheEmblem()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));

        Update("update add www.society.example 60 TXT \"one\"\nupdate add www.society.example 60 TXT \"two\"\n"
            + "update add _adem-control.www.society.example 60 TXT \"shown\"");
        Update("update add www.society.example 300 TXT \"two\"");

        Assert.Equal(["\"one\"", "\"two\""], Texts("www.society.example"));
        Assert.Equal(["\"shown\""], Texts("_adem-control.www.society.example"));
        Assert.Equal(6, Dig("TYPE65297", "www.society.example", "+short").Length);
    }

    [Fact]
    public void Set_IsReplacedInOneUpdate()
    {
        Update("update add www.society.example 60 TXT \"old\"");

        Update("update delete www.society.example TXT\nupdate add www.society.example 60 TXT \"new\"");

        Assert.Equal(["\"new\""], Texts("www.society.example"));
    }

    [Theory]
    [InlineData("update delete www.society.example TXT", 6)]
    [InlineData("update delete www.society.example TYPE65297", 0)]
    [InlineData("update delete www.society.example", 0)]
    public void WhatIsDeleted_IsGone_AndNothingElse(string update, int emblems)
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        Update("update add www.society.example 60 TXT \"beside\"\nupdate add other.society.example 60 TXT \"other\"");

        Update(update);

        Assert.Equal(emblems, Dig("TYPE65297", "www.society.example", "+short").Length);
        Assert.Equal(update.EndsWith("TYPE65297", StringComparison.Ordinal) ? 1 : 0, Texts("www.society.example").Length);
        Assert.Equal(["\"other\""], Texts("other.society.example"));
    }

    [Theory]
    [InlineData("update delete www.society.example TXT \"there\"", "NOTIMP")]
    [InlineData("prereq nxdomain www.society.example\nupdate add www.society.example 60 TXT \"more\"", "NOTIMP")]
    [InlineData("update add www.society.example 60 TXT \"more\"\nupdate add www.ministry.example 60 TXT \"more\"", "FORMERR")]
    public void WhatItDoesNotDo_ItSays_AndDoesNoneOfIt(string update, string answer)
    {
        Update("update add www.society.example 60 TXT \"there\"");

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => Update(update));

        Assert.Contains(answer, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["\"there\""], Texts("www.society.example"));
    }

    [Theory]
    [InlineData("prereq yxrrset www.society.example TXT", true)]
    [InlineData("prereq yxrrset www.society.example TYPE65297", false)]
    [InlineData("prereq nxrrset www.society.example TYPE65297", true)]
    [InlineData("prereq nxrrset www.society.example TXT", false)]
    [InlineData("prereq yxrrset www.society.example TXT \"b\"\nprereq yxrrset www.society.example TXT \"a\"", true)]
    [InlineData("prereq yxrrset www.society.example TXT \"a\"", false)]
    public void Prerequisites_DecideOverTheWholeUpdate(string prerequisite, bool holds)
    {
        Update("update add www.society.example 60 TXT \"a\"\nupdate add www.society.example 60 TXT \"b\"");
        string update = $"{prerequisite}\nupdate delete www.society.example TXT";

        if (holds)
        {
            Update(update);
        }
        else
        {
            Assert.Contains("XRRSET", Assert.Throws<InvalidOperationException>(() => Update(update)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(holds ? 0 : 2, Texts("www.society.example").Length);
    }

    [Fact]
    public async Task ServerForReading_RefusesUpdates()
    {
        await using AuthoritativeServer reading = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
            () => Update("update add www.society.example 60 TXT \"one\"", reading));

        Assert.Contains("REFUSED", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => AuthoritativeServer.Start(new IPEndPoint(IPAddress.Any, 0), takesUpdates: true));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    private void Update(string script, AuthoritativeServer? server = null) =>
        ServerProcess.Run(
            "nsupdate",
            Path.GetTempPath(),
            $"server 127.0.0.1 {(server ?? _server).EndPoint.Port}\nzone society.example\n{script}\nsend\n",
            "-v");

    private string[] Texts(string name) => Dig("TXT", name, "+short");

    private string[] Dig(params string[] args) =>
        [.. ServerProcess.Run("dig", Path.GetTempPath(), "", ["@127.0.0.1", "-p", $"{_server.EndPoint.Port}", "+tries=1", .. args])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
