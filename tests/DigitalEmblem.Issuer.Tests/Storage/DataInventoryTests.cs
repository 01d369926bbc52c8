using System.Text;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The inventory of data, out of the model itself. When this fails, the organization keeps something of people that it does not know of,
/// and answers a person, or who supervises it, wrongly.
/// </summary>
public sealed class DataInventoryTests
{
    private const string Common = "*";

    private static readonly string[] AboutPeople = ["no", "yes", "may"];

    [Fact]
    public async Task EveryColumn_HasARow_AndEveryRowAColumn()
    {
        DataWords words = await DataWords.ReadAsync();
        Dictionary<string, SortedSet<string>> model = Columns();

        Assert.Equal(model.Keys.Order(StringComparer.Ordinal), words.Tables.Keys.Where(t => t != Common).Order(StringComparer.Ordinal));
        var text = new StringBuilder("# Data inventory\n\n").AppendJoin("\n\n", words.Intro).Append("\n\n");
        foreach ((string table, SortedSet<string> columns) in model.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            DataWords.Table told = words.Tables[table];
            Assert.Empty(told.Columns.Keys.Except(columns));
            text.Append(
                $"## {table}\n\nRead by: {told.Readers}. Kept: {told.Kept}. Removed by: {told.Remover}.\n\n"
                    + "| column | what it holds | about a person | kept otherwise |\n|---|---|---|---|\n");
            foreach (string column in columns)
            {
                Assert.True(
                    told.Columns.TryGetValue(column, out DataWords.Column? row)
                        || words.Tables[Common].Columns.TryGetValue(column, out row),
                    $"The column {table}.{column} has no words in data-inventory.txt: say what it holds, whether it is about a person, and "
                        + "how long it is kept.");
                Assert.Contains(row!.AboutPeople, AboutPeople);
                text.Append($"| {column} | {row.What} | {row.AboutPeople} | {row.Kept} |\n");
            }

            text.Append('\n');
        }

        text.Append(
            "## Files and what leaves the machine\n\n| what | what it holds | about a person | read by | kept | removed by |\n"
                + "|---|---|---|---|---|---|\n");
        foreach (string[] file in words.Files)
        {
            text.Append($"| {string.Join(" | ", file)} |\n");
        }

        await SpecFile.EqualAsync("data-inventory.md", text.ToString());
    }

    /// <summary>The members that hold handles are declared elsewhere, for the journal: both must say the same.</summary>
    [Fact]
    public async Task MembersWithHandles_AreAboutAPerson()
    {
        DataWords words = await DataWords.ReadAsync();
        await using IssuerContext context = new IssuerContexts(new DatabaseOptions()).Open();

        foreach (IEntityType type in context.Model.GetEntityTypes())
        {
            Assert.All(HandleMembers.Of(type), p =>
                Assert.Equal("yes", words.Tables[type.GetTableName()!].Columns[p.Name].AboutPeople));
        }
    }

    private static Dictionary<string, SortedSet<string>> Columns()
    {
        using IssuerContext context = new IssuerContexts(new DatabaseOptions()).Open();
        var all = new Dictionary<string, SortedSet<string>>();
        foreach (ITable table in context.Model.GetRelationalModel().Tables)
        {
            all[table.Name] = new SortedSet<string>(table.Columns.Select(c => c.Name), StringComparer.Ordinal);
        }

        return all;
    }
}
