using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// What people get wrong about certificates, lists and logs. If one fails, they are told nothing that helps, or read a mistake
/// of theirs as a verdict on someone else.
/// </summary>
public sealed class CommitmentMistakesTests : IAsyncLifetime
{
    private CommittedSociety _society = null!;

    public async Task InitializeAsync()
    {
        _society = await CommittedSociety.StartAsync();
        _society.Command.Write("garbage", "hello");
        _society.Command.Write("leaf.pem", TestAuthority.Pem(BindingChain.Of([_society.Chain.Certificates[0]], "leaf.pem")));
        BindingChain unlogged = _society.Authority.Issue([.. _society.Chain.DnsNames], []);
        _society.Command.Write("unlogged.pem", TestAuthority.Pem(unlogged));
        Directory.CreateDirectory(_society.Command.PathOf("empty"));
    }

    public Task DisposeAsync() => _society.DisposeAsync().AsTask();

    [Theory]
    [InlineData("use one or the other", "verify", "@bundle", "--online", "--offline")]
    [InlineData("use one or the other", "verify", "@bundle", "--online", "--assume-committed")]
    [InlineData("use one or the other", "verify", "@bundle", "--online", "--no-other-commitments")]
    [InlineData("use one or the other", "roots add", "@bundle", "--online", "--offline")]
    [InlineData("install one with 'emblem logs update', or name one with --log-list", "verify", "@bundle", "--online")]
    [InlineData("install one with 'emblem logs update', or name one with --log-list", "check", "www.society.example", "--online")]
    [InlineData("install one with 'emblem logs update', or name one with --log-list", "roots add", "@bundle", "--online")]
    [InlineData("missing' does not exist", "verify", "@bundle", "--chain", "@missing")]
    [InlineData("missing/fullchain.pem'", "verify", "@bundle", "--chain", "@missing/fullchain.pem")]
    [InlineData(
        "is a folder without a certificate chain: files that end in .pem, .crt, .cer, .der are looked at",
        "verify",
        "@bundle",
        "--chain",
        "@empty")]
    [InlineData(
        "is no certificate chain: it holds no certificate. It is a PEM file, the certificate first",
        "verify",
        "@bundle",
        "--chain",
        "@garbage")]
    [InlineData("is no log list: not valid JSON", "verify", "@bundle", "--log-list", "@garbage")]
    [InlineData("'emblem logs update' installed", "verify", "@bundle", "--log-list", "@garbage")]
    [InlineData("missing' does not exist", "verify", "@bundle", "--log-list", "@missing")]
    [InlineData("is a folder, where a file is asked", "verify", "@bundle", "--log-list", "@empty")]
    [InlineData("--ca takes root certificates, in PEM or one in DER", "verify", "@bundle", "--ca", "@garbage")]
    [InlineData("missing' does not exist", "verify", "@bundle", "--ca", "@missing")]
    [InlineData("--crl takes what the issuer publishes", "verify", "@bundle", "--crl", "@garbage")]
    [InlineData("--crl takes what the issuer publishes", "verify", "@bundle", "--crl", "@fullchain.pem")]
    [InlineData("missing' does not exist", "verify", "@bundle", "--crl", "@missing")]
    [InlineData("'emblem roots add' makes a store", "verify", "@bundle", "--store", "@missing")]
    [InlineData("no length of time", "verify", "@bundle", "--max-log-list-age", "old")]
    [InlineData("longer than zero", "verify", "@bundle", "--max-logged-ago", "0d")]
    [InlineData("has no SCT inside", "root log", "@unlogged.pem")]
    [InlineData("Ask for a certificate with embedded SCTs", "root log", "@unlogged.pem")]
    [InlineData("Use fullchain.pem, or put the issuer's certificate below it", "root log", "@leaf.pem")]
    [InlineData("Use fullchain.pem, or put the issuer's certificate below it", "root check", "@leaf.pem", "--key", "@root.pub")]
    [InlineData("is no certificate chain: it holds no certificate", "root check", "@garbage", "--key", "@root.pub")]
    [InlineData("is not a public key", "root check", "@fullchain.pem", "--key", "@garbage")]
    [InlineData("is no list of log entries", "root check", "@fullchain.pem", "--key", "@root.pub", "--log", "@garbage")]
    [InlineData("'xml'", "root log", "@fullchain.pem", "--format", "xml")]
    [InlineData("is not an organization identifier", "root check", "@fullchain.pem", "--key", "@root.pub", "--issuer", "society.example")]
    [InlineData("'emblem roots export' writes such a file; nothing was imported", "roots import", "@garbage")]
    [InlineData("missing' does not exist", "roots import", "@missing")]
    [InlineData("is not an organization identifier", "roots remove", "society.example")]
    [InlineData("There is no store yet", "roots list")]
    [InlineData("'--key' is required", "logs update", "--from", "@log_list.json")]
    [InlineData("log_list.sig' does not exist", "logs update", "--from", "@log_list.json", "--key", "@root.pub")]
    public void Command_MistakeOfTheCaller_IsExit64WithItsCauseAndTheNextStep(string expected, string command, params string[] args)
    {
        (int code, string output, string error) = _society.Command.Run([.. command.Split(' '), .. args]);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.StartsWith("emblem: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    /// <summary>The file is a chain, and says too little: nothing is known, and nothing is wrong.</summary>
    [Theory]
    [InlineData("leaf.pem", "stands there without its issuer's, so its leaf cannot be computed")]
    [InlineData("unlogged.pem", "has no SCT inside, so only the log can show that it was logged")]
    public void Verify_ChainThatSaysTooLittle_CouldNotFindOutAndSaysWhatWouldHelp(string chain, string expected)
    {
        (int code, string output, _) = _society.Run("verify", "@bundle", "--chain", $"@{chain}");
        Assert.Equal(3, code);
        Assert.StartsWith("Could not find out. ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("What would answer the open questions\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("--chain names it", output, StringComparison.Ordinal);
        Assert.Contains("--online asks them", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_RootOfTheChainNotTrusted_CouldNotFindOutAndNamesTheOption()
    {
        (int code, string output, _) = _society.Command.Run(
            "verify", "@bundle", "--chain", "@fullchain.pem", "--log-list", "@log_list.json");
        Assert.Equal(3, code);
        Assert.Contains("The certificate leads to ", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("if you trust it: --ca names it", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoLogList_CouldNotFindOutAndSaysHowToGetOne()
    {
        (int code, string output, _) = _society.Command.Run("verify", "@bundle", "--chain", "@fullchain.pem", "--ca", "@ca.pem");
        Assert.Equal(3, code);
        Assert.Contains("There is no log list.", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("'emblem logs update' installs one", output, StringComparison.Ordinal);
    }

    /// <summary>A folder may hold other things than chains; they are named, and do no harm.</summary>
    [Fact]
    public void Verify_FolderWithOtherFilesInIt_PassesThemOverAndSaysSo()
    {
        string folder = Directory.CreateDirectory(_society.Command.PathOf("chains/deep")).FullName;
        File.Copy(_society.Command.PathOf("fullchain.pem"), Path.Combine(folder, "fullchain.pem"));
        File.WriteAllText(Path.Combine(folder, "notes.pem"), "hello");
        (int code, _, string error) = _society.Run("verify", "@bundle", "--chain", "@chains");
        Assert.Equal(0, code);
        Assert.Equal(
            $"emblem: {Path.Combine(folder, "notes.pem")} is no certificate chain, and was passed over: it holds no certificate.\n", error);
    }

    /// <summary>The log is there no more: neither a mistake of the caller nor of the organization.</summary>
    [Fact]
    public async Task Verify_OnlineAndTheLogDoesNotAnswer_CouldNotFindOutAndSaysWhoWasAsked()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(LogKind.Static);
        await using LogHost dead = await LogHost.StartAsync(_ => new LogResponse([], Status: 404));
        society.Command.Write("log_list.json", TestLog.ListOf((society.Log, dead.Url)));
        (int code, string output, _) = society.Run("verify", "@bundle", "--online");
        Assert.Equal(3, code);
        Assert.Contains("The log was asked, and ", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("learns that someone at this address reads the log", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--online asks them", output, StringComparison.Ordinal);
    }
}
