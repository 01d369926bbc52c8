using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// The comment on a database while others write it, and while answers are lost. If one fails, what a person has written is gone, or a
/// person believes that a database is marked, or is not, and the opposite is true.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PostgresWritingTests(PostgresScene scene) : IClassFixture<PostgresScene>
{
    /// <summary>The server locks the comment after it was compared: who has locked it already would lose what is written.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Comment_ThatAnOpenTransactionHasWritten_IsNotOverwritten(bool removes)
    {
        string database = scene.NewDatabase();
        scene.SetComment(database, "before");
        if (removes)
        {
            scene.Mark(database);
        }

        await using var person = new NpgsqlConnection(scene.Plain(database) + ";Pooling=false");
        await person.OpenAsync();
        await using NpgsqlTransaction open = await person.BeginTransactionAsync();
        await Run(person, $"COMMENT ON DATABASE {database} IS 'of a person'");
        Task<(int Code, string Out, string Error)> marking = Task.Run(() => removes
            ? scene.Place.Data.Command.Run("data", "remove", "--postgres", scene.Plain(database))
            : scene.Place.Place("--postgres", scene.Plain(database), "--host", "localhost"));
        while (!marking.IsCompleted && !await IsLockWaitedForAsync())
        {
            await Task.Delay(10);
        }

        await open.CommitAsync();
        (int code, _, string error) = await marking;
        Assert.Equal("of a person", scene.Comment(database));
        Assert.Equal(3, code);
        Assert.Contains("Run the command again", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comment_ThatAnotherSessionKeepsLocked_EndsTheWait()
    {
        string database = scene.NewDatabase();
        await using var person = new NpgsqlConnection(scene.Plain(database) + ";Pooling=false");
        await person.OpenAsync();
        await using NpgsqlTransaction open = await person.BeginTransactionAsync();
        await Run(person, $"COMMENT ON DATABASE {database} IS 'of a person'");
        (int code, _, string error) = await Task.Run(
            () => scene.Place.Place("--postgres", scene.Plain(database), "--host", "localhost"));
        Assert.Equal(3, code);
        Assert.Contains("Another session is changing this comment.", error, StringComparison.Ordinal);
        await open.CommitAsync();
        Assert.Equal("of a person", scene.Comment(database));
    }

    /// <summary>The server has committed, and the answer does not arrive.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    public async Task AnswerToTheCommit_ThatIsLost_IsLookedUpOrSaidToBeUnknown(bool answersLater, int expected)
    {
        string database = scene.NewDatabase();
        scene.SetComment(database, "before");
        using var relay = new Relay(scene.Port, answersLater);
        string connection = scene.Plain(database).Replace($"Port={scene.Port}", $"Port={relay.Port}", StringComparison.Ordinal);
        (int code, string output, string error) = await Task.Run(
            () => scene.Place.Place("--postgres", connection, "--host", "localhost"));
        Assert.True(code == expected, output + error);
        Assert.StartsWith("before\nadem-sign:1:", scene.Comment(database), StringComparison.Ordinal);
        Assert.DoesNotContain("is as it was", error, StringComparison.Ordinal);
        Assert.Equal(expected == 3, error.Contains("could not be found out", StringComparison.Ordinal));
    }

    private static async Task Run(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> IsLockWaitedForAsync()
    {
        await using var connection = new NpgsqlConnection(scene.Plain("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)", connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Leads connections to a server, and breaks the one that commits once the server has answered.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly int _server;
        private readonly bool _answersLater;
        private bool _committed;

        public Relay(int server, bool answersLater)
        {
            (_server, _answersLater) = (server, answersLater);
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    _ = LeadAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        }

        private async Task LeadAsync(TcpClient client)
        {
            using (client)
            {
                if (_committed && !_answersLater)
                {
                    return;
                }

                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server);
                Task back = server.GetStream().CopyToAsync(new Answers(this, client.GetStream()));
                Task forth = ForthAsync(client.GetStream(), server.GetStream());
                await Task.WhenAny(back, forth);
            }
        }

        private async Task ForthAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[64 * 1024];
            for (int count; (count = await from.ReadAsync(buffer)) > 0;)
            {
                _committed |= Encoding.Latin1.GetString(buffer, 0, count).Contains("COMMIT\0", StringComparison.Ordinal);
                await to.WriteAsync(buffer.AsMemory(0, count));
            }
        }

        private sealed class Answers(Relay relay, NetworkStream client) : MemoryStream
        {
            private readonly bool _isLater = relay._committed;

            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
                relay._committed && !_isLater
                    ? throw new IOException("lost")
                    : client.WriteAsync(buffer, cancellationToken);
        }
    }
}
