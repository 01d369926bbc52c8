using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// What an operator writes. If one fails, the service starts with keys where nobody meant them, or an operator finds one fault a start.
/// </summary>
public sealed class CustodyOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Faults_Nothing_SaysWhereToBegin() =>
        Assert.Contains("Custody:Files:Directory", Assert.Single(new CustodyOptions().Validate()), StringComparison.Ordinal);

    [Fact]
    public void Faults_EverythingWrong_AreNamedAtOnce()
    {
        var options = new CustodyOptions
        {
            OpenKeys = 0,
            Files = new FileCustodyOptions { Directory = "keys" },
            Pkcs11 = new Pkcs11CustodyOptions { Module = "/nowhere/module.so", TokenLabel = "issuer", Slot = 1, Sessions = 0 },
        };

        string[] faults = [.. options.Validate()];
        foreach (string setting in (string[])[
            "OpenKeys", "Files:Directory", "Files:Passphrase", "Pkcs11:Module", "TokenLabel", "Pkcs11:Sessions", "Pkcs11:Pin"])
        {
            Assert.Single(faults, f => f.Contains(setting, StringComparison.Ordinal));
        }

        Assert.Equal(7, faults.Length);
    }

    [Fact]
    public void Faults_FolderThatOthersRead_SaysWhatToRun()
    {
        File.SetUnixFileMode(_folder.FullPath,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        var options = new CustodyOptions
        {
            Files =
            new FileCustodyOptions
            {
                Directory = _folder.FullPath,
                Passphrase = new SecretSource { File = _folder.Write("p", "0123456789abcdef") },
            }
        };

        Assert.Contains($"chmod 0700 '{_folder.FullPath}'", Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_WholeConfigurationAsWritten_IsBoundAndHasNone()
    {
        _folder.Write("passphrase", "0123456789abcdef");
        _folder.Write("pin", "1234");
        _folder.Write("module.so", "");
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Custody:OpenKeys"] = "9",
            ["Custody:Files:Directory"] = _folder.PathOf("keys"),
            ["Custody:Files:Passphrase:File"] = _folder.PathOf("passphrase"),
            ["Custody:Pkcs11:Module"] = _folder.PathOf("module.so"),
            ["Custody:Pkcs11:Slot"] = "7",
            ["Custody:Pkcs11:Sessions"] = "2",
            ["Custody:Pkcs11:Pin:File"] = _folder.PathOf("pin"),
        }).Build();
        CustodyOptions options = configuration.GetSection(CustodyOptions.Section).Get<CustodyOptions>()!;

        Assert.Empty(options.Validate());
        Assert.Equal((9, 7ul, 2), (options.OpenKeys, options.Pkcs11!.Slot, options.Pkcs11.Sessions));
        Assert.Equal("0123456789abcdef", options.Files!.Passphrase.Read());
        Assert.False(Directory.Exists(_folder.PathOf("keys")), "Looking at options changes nothing.");
    }
}
