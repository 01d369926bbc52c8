using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Store;

/// <summary>
/// A store that never ends. Anyone who can write the file could otherwise keep every verdict of this machine waiting for
/// ever, or fill its memory.
/// </summary>
[Trait("Category", "Faults")]
public class EndlessStoreTests
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";
    private const string Columns = "organization TEXT, key_id TEXT, verified_at INTEGER, record BLOB";

    public static TheoryData<string> Stores => new()
    {
        $"CREATE VIEW commitments AS {Endless} SELECT 'https://a.example' AS organization, 'k' AS key_id, 1 AS verified_at, "
            + "x'7b7d' AS record FROM n",
        $"CREATE VIEW commitments AS {Endless} SELECT 'https://none.example' || i AS organization, 'k' AS key_id, 1 AS verified_at, "
            + "x'7b7d' AS record FROM n",
        $"CREATE TABLE commitments ({Columns}); INSERT INTO commitments VALUES ('https://society.example', 'k', 1, zeroblob(100000000))",
        $"CREATE TABLE commitments ({Columns}); {Endless} INSERT INTO commitments SELECT 'https://society.example', 'k', 1, "
            + "zeroblob(4000000) FROM n LIMIT 80",
        $"CREATE TABLE commitments ({Columns}); INSERT INTO commitments VALUES ('https://society.example', 'k', 1, NULL)",
        $"CREATE TABLE commitments ({Columns}); INSERT INTO commitments VALUES (NULL, 'k', 1, x'5b5d')",
        "CREATE TABLE commitments (organization TEXT)",
        // SQLite repeats these in what it says.
        "CREATE VIEW commitments AS SELECT \"\u0005\u202e\".x FROM n",
        "CREATE VIEW commitments AS SELECT a, b FROM \"\u001b[2Jmarked\"",
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public void ListAndOf_OfAStoreMadeToKeepAReaderBusy_IsRefused(string sql)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "roots.db");
        try
        {
            using (CommitmentStore.Open(path))
            {
            }

            using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
            {
                connection.Open();
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = "DROP TABLE commitments; " + sql;
                command.ExecuteNonQuery();
            }

            using CommitmentStore store = CommitmentStore.Open(path);
            string said = Assert.Throws<IOException>(() => store.List()).Message;
            Assert.DoesNotContain(said, c => char.IsControl(c) || c == '\u202e');
            if (Record.Exception(() => store.Of([OrganizationIdentifier.Parse("https://society.example")])) is { } thrown)
            {
                Assert.IsType<IOException>(thrown);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Open_OfADevice_IsRefused()
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (string device in (string[])["/dev/zero", "/dev/null", "/dev/full"])
            {
                Assert.Throws<IOException>(() => CommitmentStore.Open(device).Dispose());
            }
        }
    }
}
