using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Tests.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Secrets;

/// <summary>
/// Where passphrases and PINs come from. If one fails, an operator cannot start the service and is not told why, or a secret is read from
/// where everybody reads it.
/// </summary>
public sealed class SecretSourceTests : IDisposable
{
    private const string Secret = "a passphrase of the tests";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Secret)]
    [InlineData(Secret + "\n")]
    [InlineData(Secret + "\r\n")]
    [InlineData("\uFEFF" + Secret + "\n")]
    [InlineData(Secret + "\nmore\n")]
    [InlineData(Secret + "\n\xff")]
    public void Read_File_IsItsFirstLine(string text)
    {
        var source = new SecretSource { File = _folder.Write("secret", text) };

        Assert.Equal(Secret, source.Read());
        Assert.Empty(source.Validate("Pin", 4));
    }

    [Fact]
    public void Read_VariableAndCredential_AreRead()
    {
        _folder.Write("emblem-pin", $"{Secret}\n");

        // As systemd shows them: readable for a group, by an access list.
        File.SetUnixFileMode(_folder.PathOf("emblem-pin"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Environment.SetEnvironmentVariable("EMBLEM_TEST_SECRET", Secret);
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", _folder.FullPath);
        try
        {
            Assert.Equal(Secret, new SecretSource { Variable = "EMBLEM_TEST_SECRET" }.Read());
            Assert.Equal(Secret, new SecretSource { Credential = "emblem-pin" }.Read());
            Refused(new SecretSource { Credential = "../emblem-pin" }, "plain name");
            Refused(new SecretSource { Credential = "other" }, "does not exist");
        }
        finally
        {
            Environment.SetEnvironmentVariable("EMBLEM_TEST_SECRET", null);
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        }

        Refused(new SecretSource { Credential = "emblem-pin" }, "LoadCredentialEncrypted=emblem-pin");
        Refused(new SecretSource { Variable = "EMBLEM_TEST_SECRET" }, "not set");
    }

    [Fact]
    public void Read_ReadAnew_TakesWhatStandsThereNow()
    {
        var source = new SecretSource { File = _folder.Write("secret", Secret) };
        _ = source.Read();
        _folder.Write("secret", "another passphrase");

        Assert.Equal("another passphrase", source.Read());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    [InlineData("\n" + Secret, "is empty")]
    public void Read_FileOfAnotherForm_SaysWhy(string text, string why) =>
        Refused(new SecretSource { File = _folder.Write("secret", text) }, why);

    [Fact]
    public void Read_FileThatCannotBeUsed_SaysWhy()
    {
        Refused(new SecretSource { File = _folder.PathOf("absent") }, "does not exist");
        Refused(new SecretSource { File = _folder.FullPath }, "access is denied");
        Refused(new SecretSource { File = _folder.Write("long", new string('x', 5000)) }, "more than 4096");

        string binary = _folder.PathOf("binary");
        File.WriteAllBytes(binary, [0x61, 0xff, 0xfe]);
        File.SetUnixFileMode(binary, UnixFileMode.UserRead);
        Refused(new SecretSource { File = binary }, "UTF-8");

        string open = _folder.Write("open", Secret);
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Refused(new SecretSource { File = open }, $"chmod o-rwx '{open}'");
    }

    [Fact]
    public void Faults_NoneOrSeveral_AreNamed()
    {
        Assert.Contains("none", Assert.Single(new SecretSource().Validate("Custody:Pin", 4)), StringComparison.Ordinal);
        Assert.Contains(
            "names 2",
            Assert.Single(new SecretSource { File = "/x", Variable = "Y" }.Validate("Custody:Pin", 4)),
            StringComparison.Ordinal);
        Assert.Contains(
            "openssl rand",
            Assert.Single(new SecretSource { File = _folder.Write("short", "short") }.Validate("Custody:Pin", 16)),
            StringComparison.Ordinal);
    }

    private static void Refused(SecretSource source, string why)
    {
        var e = Assert.Throws<SecretException>(source.Read);
        Assert.Equal(SecretFault.Missing, e.Fault);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Contains(why, Assert.Single(source.Validate("Custody:Pin", 4)), StringComparison.Ordinal);
    }
}
