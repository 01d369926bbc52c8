using System.Net;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.DataMarks;

/// <summary>
/// Data on one machine, the key on another: from the command that prepares them to the check after the withdrawal. When this fails, an
/// organization cannot mark data without taking its key to them, or its data to the key.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DataStoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_ArePrepared_MarkedByTheService_Renewed_AndWithdrawn(bool isFile)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        var emblem = new EmblemCommandLine(scene.Clock);
        string data = Path.Combine(Directory.CreateDirectory(_folder.PathOf("records")).FullName, "a.txt");
        await File.WriteAllTextAsync(data, "one");
        data = isFile ? data : _folder.PathOf("records");

        (int code, string root, string told) = await emblem.RunAsync("data", "prepare", data);
        Assert.True(code == 0, told);
        root = root.TrimEnd('\n');
        Assert.Equal(root, DataRoot.Parse(root).ToString());
        Assert.Equal(1, (await CheckAsync(emblem, data)).Code);
        await officer.PostAsync("data", $"{{'root':'{root}','purposes':['protective']}}").NodeAsync(HttpStatusCode.Created);
        await officer.PostAsync($"data/{root}/declare", "{}").NodeAsync();
        await officer.PostAsync($"data/{root}/mark", "{}").NodeAsync();
        await scene.IssueEmblems.RunAsync(default);

        byte[] first = await officer.GetByteArrayAsync($"data/{root}/sign");
        await AttachAsync(emblem, data, first);
        await RequireMarkedAsync(emblem, data);

        // Renewed by the clock alone: the same root, another sign.
        scene.Clock.Now += TimeSpan.FromHours(18);
        await scene.IssueEmblems.RunAsync(default);
        byte[] second = await officer.GetByteArrayAsync($"data/{root}/sign");
        Assert.NotEqual(first, second);
        scene.Clock.Now += TimeSpan.FromHours(7);
        Assert.Equal(2, (await CheckAsync(emblem, data)).Code);
        await AttachAsync(emblem, data, second);
        await RequireMarkedAsync(emblem, data);

        // Withdrawn: nothing is given out any more, and the copy beside the data is valid until it says itself.
        DateTimeOffset until = (await officer.PostAsync($"data/{root}/withdraw", "{}").NodeAsync())["copiesValidUntil"]!
            .GetValue<DateTimeOffset>();
        await officer.GetAsync($"data/{root}/sign").ProblemAsync("withdrawn");
        scene.Clock.Now = until - TimeSpan.FromMinutes(1);
        await scene.IssueEmblems.RunAsync(default);
        await RequireMarkedAsync(emblem, data);
        scene.Clock.Now = until + TimeSpan.FromMinutes(15);
        Assert.Equal(2, (await CheckAsync(emblem, data)).Code);
        Assert.Equal(0, (await emblem.RunAsync("data", "remove", data)).Code);
        Assert.Equal(["a.txt"], Directory.GetFileSystemEntries(_folder.PathOf("records")).Select(Path.GetFileName));
    }

    private static Task<(int Code, string Out, string Error)> CheckAsync(EmblemCommandLine emblem, string data) =>
        emblem.RunAsync("data", "check", data, "--assume-committed");

    private static async Task RequireMarkedAsync(EmblemCommandLine emblem, string data)
    {
        (int code, string output, string error) = await CheckAsync(emblem, data);
        Assert.True(code == 0, output + error);
    }

    private static async Task AttachAsync(EmblemCommandLine emblem, string data, byte[] sign)
    {
        emblem.Input = sign;
        (int code, string output, string error) = await emblem.RunAsync("data", "attach", data, "--sign", "-");
        Assert.True(code == 0, output + error);
        emblem.Input = null;
    }
}
