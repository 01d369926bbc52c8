using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// What the journal tells of rows. When these fail, a change of a row passes without a line, and an audit calls honest rows forged, or
/// forged ones honest.
/// </summary>
public partial class ToldRowsTests
{
    /// <summary>
    /// Statements that change rows without tracking them, by file. None changes a member that is told.
    /// </summary>
    private static readonly (string File, int Uses, string Reason)[] Statements =
    [
        ("Api/IdempotentCalls.cs", 2, "answers to calls are not told"),
        ("Api/UseBook.cs", 1, "in which hour a key was last used is not told"),
        ("Watching/AlertedNames.cs", 1, "how many alerts of a name are open is not told"),
        ("Watching/ObservationBook.cs", 4, "what the world shows is not told"),
        ("Work/Assets/DueMarks.cs", 3, "a lease, or when an emblem is due"),
        ("Work/Assets/KeepImport.cs", 1, "files between look and take are not told"),
        ("Work/Assets/RefreshEmblems.cs", 3, "when an emblem is due, and how far the service has worked"),
        ("Work/Assets/RemoveAsset.cs", 2, "what the world showed at a name, and by which labels lists find it, are not told"),
        ("Work/Assets/TidyImports.cs", 1, "files between look and take are not told"),
        ("Work/Errands/CancelErrand.cs", 1, "a list that waits is not told"),
        ("Work/Errands/CarryOutErrands.cs", 3, "a list that waits is not told"),
        ("Work/Keeping/RemoveRecords.cs", 4, "lists that waited, alerts and notices are not told"),
        ("Work/People/ForgetPerson.cs", 5, "display names, alerts, notices, and handles whose pseudonym the journal tells"),
        ("Work/Publishing/AdoptEmblems.cs", 1, "how far the service has worked"),
        ("Work/Publishing/DuePublications.cs", 1, "a lease"),
        ("Work/Publishing/HastenPublication.cs", 1, "when the next attempt is made"),
        ("Work/Publishing/LookAgain.cs", 1, "when a name is looked at again"),
    ];

    [Fact]
    public void EveryStatementThatChangesRowsUntracked_IsKnown()
    {
        string source = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer");
        (string, int)[] found =
        [
            .. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("Migrations", StringComparison.Ordinal))
                .Select(f => (Path.GetRelativePath(source, f).Replace('\\', '/'), Untracked().Count(File.ReadAllText(f))))
                .Where(f => f.Item2 > 0).Order(),
        ];

        Assert.Equal(Statements.Select(s => (s.File, s.Uses)).Order(), found);
    }

    [Fact]
    public async Task WhatIsNotTold_IsThere_AndHasAReason()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IssuerContext context = scene.Contexts.Open();
        IEntityType[] types = [.. context.Model.GetEntityTypes()];

        Assert.All(Untold.Tables, t => Assert.Contains(types, e => e.ClrType == t.Key));
        Assert.All(
            Untold.Members.Keys.Concat(Untold.Digested),
            m => Assert.Contains(types, e => m.Row.IsAssignableFrom(e.ClrType) && e.FindProperty(m.Member) is not null));
        Assert.All(Untold.Tables.Values.Concat(Untold.Members.Values), r => Assert.NotEmpty(r));
    }

    [Fact]
    public async Task RowThatAStatementChanged_IsFoundByTheAudit()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.ListedAsync("www.society.example");

        await scene.Store.ChangeAsync(
            "officer",
            change =>
            {
                change.Journal("test.changed", "x");
                return change.Database.Assets.Where(a => a.Id == asset.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(a => a.Purposes, Purposes.Indicative));
            },
            default);

        Assert.Contains("Purposes is \"Protective\"", Assert.Single(await FaultsAsync(scene)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangeOfManyRows_GoesOnInFurtherLines_AndOneThatSaysNothingIsToldAllTheSame()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 501).Select(i => $"host{i}.society.example")]);

        List<string> words = await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());
        Assert.Equal([Change.RowsOnly, Change.RowsOnly], words.TakeLast(2));
        Assert.Equal(501, words.Count(w => w == "asset.listed"));
        Assert.Empty(await FaultsAsync(scene));
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Store.ChangeAsync(
            "officer",
            change =>
            {
                change.Journal("test", "x", new JsonObject { ["rows"] = new JsonObject() });
                return Task.CompletedTask;
            },
            default));
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IssuerScene scene) =>
        (await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults;

    [GeneratedRegex(@"\.Execute(Update|Delete|Sql\w*)(Async)?\(")]
    private static partial Regex Untracked();
}
