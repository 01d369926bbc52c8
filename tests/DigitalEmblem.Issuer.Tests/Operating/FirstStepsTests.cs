using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// Files and settings as an operator first makes them. When these fail, other users of the machine read a secret, or a setting has another
/// effect than it says.
/// </summary>
public sealed class FirstStepsTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.GroupRead, true)]
    public void TsigKeyFile_ThatOthersCanReadOrChange_IsRefused(UnixFileMode more, bool isTaken)
    {
        string file = _folder.Write(
            "zone.key", $"key \"zone\" {{\n\talgorithm hmac-sha256;\n\tsecret \"{Convert.ToBase64String(new byte[32])}\";\n}};\n");
        File.SetUnixFileMode(file, Owner | more);
        var options = new PublishingOptions { TsigKeys = { ["zone"] = file } };

        Assert.Equal(isTaken, !options.Validate().Any());
        Assert.Equal(isTaken, NamedTsigKeys.Read(file, out string? fault) is not null);
        Assert.Equal(isTaken, fault is null);
    }

    [Fact]
    public async Task Database_IsMadeForItsOwnerOnly_AndTakenFromOthersIfItWasOpenToThem()
    {
        string file = _folder.PathOf("issuer.db");
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = file });

        await contexts.MigrateAsync(default);
        Assert.Equal(Owner, File.GetUnixFileMode(file));
        Assert.All(Directory.GetFiles(_folder.FullPath, "issuer.db*"), f => Assert.Equal(Owner, File.GetUnixFileMode(f)));

        File.SetUnixFileMode(file, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await contexts.MigrateAsync(default);
        Assert.Equal(Owner | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData(0.9, 0.1, false)]
    [InlineData(0.85, 0.1, false)]
    [InlineData(0.85, 0.05, true)]
    [InlineData(0.9, 0, true)]
    public void RenewalAtTheEndOfAnEmblemsLife_IsRefused(double after, double jitter, bool isTaken) =>
        Assert.Equal(isTaken, !new IssuingOptions { RenewAfter = after, Jitter = jitter }.Validate().Any());

    [Theory]
    [InlineData("simple")]
    [InlineData("systemd")]
    [InlineData("json")]
    [InlineData(null)]
    public async Task FormatterOfTheLog_IsTheOneThatIsNamed(string? name)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(
            name is null ? [] : [new("Logging:Console:FormatterName", name)]).Build();
        await using WebApplication app = IssuerHost.Build(new IssuerOptions(), configuration);

        Assert.Equal(name ?? "json", app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.FormatterName);
    }
}
