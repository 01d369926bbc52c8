using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>A SQLite file with nothing in it but its form: made once by the service's own migrations, and copied for each test.</summary>
internal static class MigratedFile
{
    private static readonly Lazy<Task<byte[]>> Bytes = new(MakeAsync);

    /// <summary>Writes a copy.</summary>
    public static async Task CopyAsync(string path) => await File.WriteAllBytesAsync(path, await Bytes.Value);

    private static async Task<byte[]> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("issuer.db");
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = path });
        await contexts.MigrateAsync(default);

        // The last connection that is closed puts into the file what stands beside it.
        await using (IssuerContext context = contexts.Open())
        {
            SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
        }

        return await File.ReadAllBytesAsync(path);
    }
}
