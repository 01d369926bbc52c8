using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
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
    /// Statements that change rows without tracking them, by file. None changes a member that is told; one that does calls Change.Tell.
    /// </summary>
    private static readonly (string File, int Uses, string Reason)[] Statements =
    [
        ("Api/IdempotentCalls.cs", 2, "answers to calls are not told"),
        ("Work/Assets/DueAssets.cs", 2, "a lease, or when an emblem is due"),
        ("Work/Endorsements/EndorsementsInForce.cs", 1, "when an emblem is due"),
        ("Work/Publishing/DuePublications.cs", 1, "a lease"),
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

    [GeneratedRegex(@"\.Execute(Update|Delete|Sql\w*)(Async)?\(")]
    private static partial Regex Untracked();
}
