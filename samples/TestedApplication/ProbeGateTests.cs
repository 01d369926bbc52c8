using DigitalEmblem;
using DigitalEmblem.Testing;
using DigitalEmblem.Verifier;
using Xunit;

namespace TestedApplication;

public sealed class ProbeGateTests
{
    private static readonly DomainName Host = DomainName.Parse("www.society.example");

    private readonly FakeEmblemChecker _checker = new();

    [Fact]
    public async Task MarkedHostIsLeftAlone() => Assert.Equal(ProbeAnswer.LeaveAlone, await AskAsync(Verdicts.Marked(Host)));

    [Fact]
    public async Task HostWithoutAnEmblemIsProbed() => Assert.Equal(ProbeAnswer.Probe, await AskAsync(Verdicts.NotMarked(Host)));

    [Fact]
    public async Task SilentResolverIsNoPermission() =>
        Assert.Equal(ProbeAnswer.AskAPerson, await AskAsync(Verdicts.Indeterminate(Host, "no answer in time")));

    [Fact]
    public async Task WrongSignatureIsForAPerson() => Assert.Equal(ProbeAnswer.AskAPerson, await AskAsync(Verdicts.Invalid(Host)));

    [Fact]
    public async Task EmblemThatThePolicyDoesNotAcceptIsForAPerson() =>
        Assert.Equal(ProbeAnswer.AskAPerson, await AskAsync(Verdicts.NotAccepted(Host)));

    [Fact]
    public async Task HostIsAskedAboutOnce()
    {
        await AskAsync(Verdicts.Marked(Host));
        Assert.Equal([Host], _checker.Asked);
    }

    private Task<ProbeAnswer> AskAsync(Verdict verdict)
    {
        _checker.Set(Host, verdict);
        return new ProbeGate(_checker).AskAsync(Host);
    }
}
