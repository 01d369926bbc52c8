using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>How much room a SQLite file has: beyond so many pages it is full, as a disk is.</summary>
internal sealed class Room : DbConnectionInterceptor
{
    public int Pages { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        DbCommand command = connection.CreateCommand();
        await using (command)
        {
            command.CommandText = $"PRAGMA max_page_count={Pages}";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
