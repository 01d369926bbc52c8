using Microsoft.Data.Sqlite;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// The service, told to stop by its supervisor. When this fails, each update of the software cuts off what people have in hand: an officer
/// does not know whether an emblem was withdrawn.
/// </summary>
public sealed class ServiceStopTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-stop-").FullName;

    [Fact]
    public async Task CallInHand_IsAnswered_AndWhatItDidStands()
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        string logList = Path.Combine(_folder, "log_list.json");
        await File.WriteAllBytesAsync(logList, log.LogList);
        using var service = new IssuerProcess(
            Path.Combine(_folder, "society"), new Dictionary<string, object> { ["Transparency"] = new { LogList = logList } });
        await service.StartAsync();
        string key = service.Access("ida", "Administrator");
        using CallInHand call = await CallInHand.BeginAsync(service.Api, key);

        service.Stop();
        // Longer than the command line cuts programs off by default.
        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.Equal("HTTP/1.1 200 OK", await call.FinishAsync());
        Assert.Equal(0, await service.EndAsync());
        Assert.Contains("The journal is as it was written", service.Run("journal", "verify"), StringComparison.Ordinal);
        // Lines about alerts and their notices come when the service gets to them.
        Assert.Equal(
            ["service.started", "person.added", "access.given", "organization.created", "service.stopped"],
            (await ActionsAsync(Path.Combine(_folder, "society", "issuer.db")))
                .Where(a => a.Split('.')[0] is not ("alerts" or "notice")));
    }

    private static async Task<List<string>> ActionsAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT Action FROM journal ORDER BY Sequence";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync();
        List<string> actions = [];
        while (await reader.ReadAsync())
        {
            actions.Add(reader.GetString(0));
        }

        return actions;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
