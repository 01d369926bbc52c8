using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The export of an incident. When these fail, who investigates it gets nothing that can be verified, or the names of people who work
/// there.
/// </summary>
[Trait("Category", "Servers")]
public class IncidentTests
{
    private const string Typed = "Petra lost the laptop";

    private static readonly string[] People = ["olga", "auth0|42", "Olga Petrova", Typed];

    [Fact]
    public async Task Facts_CanBeVerified_AndNameNobody()
    {
        await using IssuerScene scene = await SceneAsync();
        string file = Path.Combine(scene.Folder, "incident.ndjson");

        (int code, string output, string error) = await ExportAsync(scene, file);

        Assert.Equal((ExitCode.Done, ""), (code, output));
        Assert.Contains("facts were written", error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        string text = await File.ReadAllTextAsync(file);
        Assert.All(People, p => Assert.DoesNotContain(p, text, StringComparison.Ordinal));
        JsonNode[] facts = [.. text.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(
            ["alert", "emblem", "end", "incident", "journal", "key"],
            facts.Select(f => (string)f["fact"]!).Where(f => f is not ("publication" or "observation")).Distinct().Order());
        Assert.Equal(facts.Length, (int)facts[^1]["lines"]!);
        JsonNode[] lines = [.. facts.Where(f => (string?)f["fact"] == "journal")];
        Assert.Equal((long)facts[0]["journalHead"]!["sequence"]!, lines.Length);
        Assert.Equal((string)facts[0]["journalHead"]!["hash"]!, (string)lines[^1]["hash"]!);
        Assert.Contains(lines, l => l["details"] is null && l["rest"] is JsonObject);
        Assert.All(lines.Where(l => l["details"] is not null), l => Assert.Equal((string)l["hash"]!, HashOf(l)));
        Assert.All(lines.Zip(lines.Skip(1)), p => Assert.Equal((string)p.First["hash"]!, (string)p.Second["previousHash"]!));

        // Never overwritten.
        Assert.Equal(ExitCode.Failed, (await ExportAsync(scene, file)).Code);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task WhatPeopleTyped_IsThereWhenItIsAskedFor()
    {
        await using IssuerScene scene = await SceneAsync();
        string file = Path.Combine(scene.Folder, "incident.ndjson");

        Assert.Equal(ExitCode.Done, (await ExportAsync(scene, file, "--with-reasons")).Code);

        Assert.Contains(Typed, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameAndTime_NarrowItDown_AndNothingMakesNoFile()
    {
        await using IssuerScene scene = await SceneAsync();
        string file = Path.Combine(scene.Folder, "one.ndjson"), none = Path.Combine(scene.Folder, "none.ndjson");

        Assert.Equal(ExitCode.Done, (await ExportAsync(scene, file, "--name", "www.society.example")).Code);
        string text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("\"fact\":\"emblem\",\"name\":\"mail.society.example\"", text, StringComparison.Ordinal);
        Assert.Contains("\"fact\":\"emblem\",\"name\":\"www.society.example\"", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.No, (await ExportAsync(scene, none, "--name", "other.example")).Code);
        Assert.Equal(ExitCode.Usage, (await ExportAsync(scene, none, "--to", "2020-01-01")).Code);
        Assert.Equal(ExitCode.Usage, (await ExportAsync(scene, none, "--to", "yesterday")).Code);
        Assert.False(File.Exists(none));
    }

    private static async Task<IssuerScene> SceneAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await new GiveAccess(scene.Store).RunAsync("operator", "olga", AccessRoles.Officer, null, default);
        await new InvitePerson(scene.Store).RunAsync("operator", "olga", AccessRoles.Officer, "Olga Petrova", default);
        await new BindSubject(scene.Store).RunAsync(Actor.OfCommand("access"), "olga", "auth0|42", default);
        await scene.MarkedAsync("www.society.example");
        await scene.MarkedAsync("mail.society.example");
        await scene.IssueEmblems.RunAsync(default);
        await scene.SuspendKey.RunAsync("olga", (await scene.InUseAsync(KeyUse.Emblem)).Id, null, Typed, default);
        await scene.Store.ChangeAsync(
            "olga",
            change =>
            {
                change.Database.Add(Alert.Raise(AlertKind.AccessChanged, "olga", Sentence.Of($"olga"), null, change.Now));
                change.Journal("test", "x");
                return Task.CompletedTask;
            },
            default);
        SqliteConnection.ClearAllPools();
        return scene;
    }

    private static string HashOf(JsonNode line) => Convert.ToHexStringLower(JournalEntry.After(
        Convert.FromHexString((string)line["previousHash"]!),
        (long)line["sequence"]!,
        DateTimeOffset.FromUnixTimeMilliseconds((long)line["atMilliseconds"]!),
        (string)line["actor"]!,
        (string?)line["credential"],
        (string)line["action"]!,
        (string)line["subject"]!,
        (string)line["details"]!).Hash);

    private static Task<(int Code, string Output, string Error)> ExportAsync(IssuerScene scene, string file, params string[] words) =>
        IssuerRun.RunAsync(
            scene.Folder,
            null,
            [
                "incident", "export", file, "--from", "2020-01-01", .. words.Contains("--to") ? [] : new[] { "--to", "2199-01-01" },
                .. words,
                $"--Database:Connection={scene.Connection}",
            ]);
}
