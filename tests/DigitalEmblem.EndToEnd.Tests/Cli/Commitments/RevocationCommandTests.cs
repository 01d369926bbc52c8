using System.Text.Json;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// A root key that was stolen is taken back by revoking its certificate. If one fails, the thief's emblems go on being believed.
/// </summary>
public sealed class RevocationCommandTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Verify_BindingCertificateRevoked_IsRefuted(LogKind kind)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        society.WriteRevocationList(society.Chain);
        foreach (string[] how in (string[][])[["--chain", "@fullchain.pem"], ["--online"]])
        {
            (int code, string output, _) = society.Run(["verify", "@bundle", "--crl", "@list.crl", .. how]);
            Assert.Equal(2, code);
            Assert.StartsWith(
                $"Invalid. {CommittedSociety.Oi} is not committed to the key {society.KeyId}. The certificate was revoked.\n",
                output,
                StringComparison.Ordinal);
            JsonElement commitment = JsonDocument.Parse(
                society.Run(["verify", "@bundle", "--crl", "@list.crl", .. how, "--output", "json"]).Out)
                .RootElement.GetProperty("commitments")[0];
            Assert.Equal("Refuted", commitment.GetProperty("outcome").GetString());
        }

        Assert.Equal(2, society.Run("root", "check", "@fullchain.pem", "--key", "@root.pub", "--crl", "@list.crl").Code);
        Assert.Equal(2, society.Run("roots", "add", "@bundle", "--chain", "@fullchain.pem", "--crl", "@list.crl").Code);
    }

    [Fact]
    public async Task Verify_RevokedSinceItWasKept_IsRefutedFromTheStore()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        society.WriteRevocationList(society.Chain);
        Assert.Equal(2, society.Run("verify", "@bundle", "--crl", "@list.crl").Code);
    }

    [Fact]
    public async Task Verify_RevocationCheckRequiredAndNoList_CouldNotFindOutAndSaysWhy()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        (int code, string output, _) = society.Run("verify", "@bundle", "--chain", "@fullchain.pem", "--require-revocation-check");
        Assert.Equal(3, code);
        Assert.Contains("No current revocation list of its issuer was given.", output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("--crl names it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_RevocationCheckRequiredAndACurrentListThatNamesOthers_IsMarked()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.WriteRevocationList(society.Authority.Issue(["other.example"], []));
        string output = society.Done("verify", "@bundle", "--chain", "@fullchain.pem", "--require-revocation-check", "--crl", "@list.crl");
        Assert.DoesNotContain("RevocationNotChecked", output, StringComparison.Ordinal);
        Assert.Contains("RevocationNotChecked", society.Done("verify", "@bundle", "--chain", "@fullchain.pem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_RevocationListOfAnotherIssuer_ChangesNothing()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        using var other = new TestAuthority(LogScene.Now);
        society.Command.Write("list.crl", other.RevocationList(LogScene.Now, society.Chain));
        Assert.Equal(0, society.Run("verify", "@bundle", "--chain", "@fullchain.pem", "--crl", "@list.crl").Code);
        Assert.Equal(
            3, society.Run("verify", "@bundle", "--chain", "@fullchain.pem", "--crl", "@list.crl", "--require-revocation-check").Code);
    }
}
