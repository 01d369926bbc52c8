using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DigitalEmblem.Cli.Postgres;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A database marked as a place, with the real server. If one fails, a replica or an impostor passes as the marked database, a person's
/// comment is altered, or a password is shown.
/// </summary>
[Trait("Category", "Servers")]
public sealed class PostgresPlaceTests(PostgresScene scene) : IClassFixture<PostgresScene>
{
    private const string Written = "Records of the mission.\n\n\t'quoted', \\back\\ and ü; 100 %s\n";

    [Fact]
    public void Place_OverVerifiedTls_IsMarkedAndTheCommentStaysByteByByte()
    {
        string database = scene.NewDatabase();
        scene.SetComment(database, Written);
        string output = scene.Mark(database);
        Assert.StartsWith(
            $"Marked the database '{database}' on localhost as a place for {DataScene.Society}, until ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("only told", output, StringComparison.Ordinal);
        Assert.StartsWith(Written + "\nadem-sign:1:", scene.Comment(database), StringComparison.Ordinal);

        (int code, output, string error) = Check(scene.Verified(database), "--at-host", "localhost");
        Assert.True(code == 0, output + error);
        Assert.StartsWith(
            $"Marked as a place. This is the database '{database}' on localhost as {DataScene.Society} marked it,",
            output,
            StringComparison.Ordinal);
        Assert.Contains("replicas, base backups", output, StringComparison.Ordinal);
        Assert.Contains("The database server at localhost", output, StringComparison.Ordinal);

        scene.Mark(database);
        Assert.Equal(2, scene.Comment(database)!.Split("adem-sign:").Length);
        output = Done("data", "remove", "--postgres", scene.Verified(database));
        Assert.Contains("Copies of the sign stay valid until", output, StringComparison.Ordinal);
        Assert.Equal(Written, scene.Comment(database));
        Assert.Equal(1, Check(scene.Verified(database), "--at-host", "localhost").Code);
        Assert.Equal(1, scene.Place.Data.Command.Run("data", "remove", "--postgres", scene.Verified(database)).Code);
    }

    [Fact]
    public void Check_EachWayToConnect_IsObservedOnlyWhereItEndsAtTheStatedHost()
    {
        string database = scene.Shared;
        scene.Run("postgres", $"COMMENT ON DATABASE {database} IS NULL");
        scene.Mark(database);
        Assert.Equal(0, Check(scene.Verified(database), "--at-host", "localhost").Code);
        string withPort = scene.Verified(database).Replace("localhost;Port=", "localhost:", StringComparison.Ordinal);
        Assert.Equal(0, Check(withPort, "--at-host", "localhost").Code);
        Assert.Equal(0, Check(scene.OverSocket(database), "--at-host", "localhost").Code);
        Assert.Equal(3, Check(scene.Verified(database)).Code);
        Assert.Equal(3, Check(scene.OverSocket(database)).Code);
        foreach (string connection in (string[])
            [
                scene.Plain(database), scene.Plain(database, "localhost"),
                scene.Verified(database).Replace("VerifyFull", "VerifyCA", StringComparison.Ordinal),
                scene.Verified(database).Replace("VerifyFull", "Require", StringComparison.Ordinal)
                    .Replace("Root Certificate", "Application Name", StringComparison.Ordinal)
            ])
        {
            (int code, string output, _) = Check(connection, "--at-host", "localhost");
            Assert.True(code == 3, $"{code} {output}");
            Assert.StartsWith("Could not find out. 3 of 3 facts were not observed", output, StringComparison.Ordinal);
            Assert.Contains("SSL Mode=VerifyFull", output, StringComparison.Ordinal);
        }

        Assert.Equal(4, Check(scene.Verified(database), "--at-host", PlaceScene.Host).Code);
        (int wrong, string why, _) = Check(
            scene.Verified(database).Replace("Host=localhost", "Host=127.0.0.1", StringComparison.Ordinal), "--at-host", "localhost");
        Assert.Equal(3, wrong);
        Assert.Contains("certificate could not be verified", why, StringComparison.Ordinal);
    }

    /// <summary>A connection that is verified for one name says nothing of another host.</summary>
    [Fact]
    public void Check_VerifiedForAnotherNameThanTheStated_IsOnlyTold()
    {
        string database = scene.Shared;
        scene.Run("postgres", $"COMMENT ON DATABASE {database} IS NULL");
        string output = scene.Mark(database, PlaceScene.Host);
        Assert.Contains(
            "the connection goes to 'localhost', and the host that you state is files.society.example", output, StringComparison.Ordinal);
        (int code, output, _) = Check(scene.Verified(database), "--at-host", PlaceScene.Host);
        Assert.Equal(3, code);
        Assert.Contains("  only told  database: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RestoredUnderAnotherOid_Is4()
    {
        string database = scene.NewDatabase();
        scene.Mark(database);
        string comment = scene.Comment(database)!;
        string restored = scene.NewDatabase(database);
        Assert.Null(scene.Comment(restored));
        scene.SetComment(restored, comment);
        (int code, string output, _) = Check(scene.Verified(restored), "--at-host", "localhost");
        Assert.Equal(4, code);
        Assert.StartsWith(
            "Not the marked place. 2 of 3 facts are not as signed (database, database-oid): ", output, StringComparison.Ordinal);
        Assert.Contains("  observed   system-identifier: ", output, StringComparison.Ordinal);

        scene.Run("postgres", $"ALTER DATABASE \"{database}\" RENAME TO \"{database}-old\"");
        scene.Run("postgres", $"ALTER DATABASE \"{restored}\" RENAME TO \"{database}\"");
        (code, output, _) = Check(scene.Verified(database), "--at-host", "localhost");
        Assert.Equal(4, code);
        Assert.Contains("(database-oid)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_ThatThisUserMayNotRead_Are3AndNothingIsWritten()
    {
        string database = scene.NewDatabase();
        scene.Mark(database);
        scene.Run(database, "CREATE ROLE reader LOGIN; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        string reader = scene.Verified(database).Replace("Username=issuer", "Username=reader", StringComparison.Ordinal);
        (int code, string output, _) = Check(reader, "--at-host", "localhost");
        Assert.Equal(3, code);
        Assert.Contains("  not read   system-identifier: ", output, StringComparison.Ordinal);
        string before = scene.Comment(database)!;
        (code, _, string error) = scene.Place.Place("--postgres", reader, "--host", "localhost");
        Assert.Equal(3, code);
        Assert.Contains("system-identifier", error, StringComparison.Ordinal);
        scene.Run(database, "GRANT EXECUTE ON FUNCTION pg_control_system() TO reader");
        (code, _, error) = scene.Place.Place("--postgres", reader, "--host", "localhost");
        Assert.Equal(3, code);
        Assert.Contains("Connect as the owner of the database.", error, StringComparison.Ordinal);
        Assert.Equal(before, scene.Comment(database));
    }

    /// <summary>A database may have functions and operators of strangers, which run if a statement names them without a schema.</summary>
    [Fact]
    public void FunctionsOfStrangers_AreNotRun()
    {
        string database = scene.NewDatabase();
        scene.Mark(database);
        scene.Run(database, """
            CREATE SCHEMA trap;
            CREATE FUNCTION trap.current_database() RETURNS name LANGUAGE sql AS $$ SELECT 'postgres'::name $$;
            CREATE FUNCTION trap.same(name, name) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
            CREATE OPERATOR trap.= (LEFTARG = name, RIGHTARG = name, FUNCTION = trap.same);
            """);
        scene.Run(database, $"ALTER DATABASE \"{database}\" SET search_path = trap, pg_catalog");
        Assert.Equal(0, Check(scene.Verified(database), "--at-host", "localhost").Code);
        Assert.StartsWith("Removed", Done("data", "remove", "--postgres", scene.Verified(database)), StringComparison.Ordinal);
        Assert.Null(scene.Comment(database));
    }

    [Theory]
    [InlineData("adem-sign:1:?", 2)]
    [InlineData("adem-sign:1:", 2)]
    [InlineData("text\nadem-sign:1:AAAA\nadem-sign:1:AAAA", 2)]
    [InlineData("adem-sign:7:AAAA", 3)]
    [InlineData("no sign, and adem-sign:1: in a line", 1)]
    public void Comments_ThatAreHostile_AreAnOutcome(string comment, int expected)
    {
        string database = scene.Shared;
        scene.SetComment(database, comment);
        Assert.Equal(expected, Check(scene.Verified(database), "--at-host", "localhost").Code);
        (int code, _, string error) = scene.Place.Place("--postgres", scene.Verified(database), "--host", "localhost");
        Assert.Equal(expected == 1 ? 0 : 2, code);
        Assert.Equal(expected == 1, scene.Comment(database) != comment);
        Assert.Equal(expected == 1, error.Length == 0);
    }

    [Fact]
    public void Find_AllDatabasesOfAServer_JudgesEachSignAndReadsNoHugeComment()
    {
        string marked = scene.NewDatabase(), junk = scene.NewDatabase(), huge = scene.NewDatabase();
        scene.Mark(marked);
        scene.SetComment(junk, "text\nadem-sign:1:\u001b[31m");
        scene.Run(huge, $"DO $$ BEGIN EXECUTE format('COMMENT ON DATABASE {huge} IS %L', repeat('x', 2000000)); END $$");
        (int code, string output, string error) = Find(scene.Verified("postgres"));
        string address = $"postgresql://localhost:{scene.Port}/";
        Assert.Equal(0, code);
        Assert.Contains($"Marked  {address}{marked}  {DataScene.Society}  protective  until ", output, StringComparison.Ordinal);
        Assert.Contains($"Invalid  {address}{junk}  Its sign is malformed.", output, StringComparison.Ordinal);
        Assert.Contains($"Not read: {address}{huge}: its comment is longer than 1 MiB", error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output + error, StringComparison.Ordinal);
        Assert.Contains("databases read, 1 could not be read.", output, StringComparison.Ordinal);

        (code, output, _) = Find(scene.OverSocket("postgres"), "--output", "json");
        JsonElement[] lines = [.. output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement)];
        string path = $"postgresql:///{marked}?host={scene.Socket}&port={scene.Port}";
        JsonElement line = lines.Single(l => l.TryGetProperty("path", out JsonElement p) && p.GetString() == path);
        Assert.Equal(("Database", "Marked"), (line.GetProperty("place").GetString(), line.GetProperty("outcome").GetString()));
        Assert.True(lines[^1].GetProperty("databases").GetInt32() >= 5);
        scene.Run("postgres", $"COMMENT ON DATABASE {huge} IS NULL");
        scene.Run("postgres", $"COMMENT ON DATABASE {junk} IS NULL");
    }

    /// <summary>Databases of one server may have several encodings, and a comment has that of the one it was written from.</summary>
    [Fact]
    public void Comments_InOtherEncodings_AreReadAndKeptAsBytes()
    {
        string database = scene.NewDatabase(), latin = $"latin{scene.Port}";
        scene.Run("postgres", $"CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'");
        scene.SetComment(latin, "é");
        scene.Mark(latin);
        Assert.StartsWith("é\nadem-sign:1:", scene.Comment(latin), StringComparison.Ordinal);
        Assert.Contains($"/{latin}  {DataScene.Society}", Find(scene.Verified(database)).Out, StringComparison.Ordinal);
        Done("data", "remove", "--postgres", scene.Verified(latin));
        Assert.Equal("é", scene.Comment(latin));
        scene.Run("postgres", $"DROP DATABASE {latin}");
    }

    [Fact]
    public void Servers_ThatCannotBeAsked_Are3WithTheLikelyCauseAndNoPassword()
    {
        string nobody = $"Host=127.0.0.1;Port={TestSupport.Servers.LoopbackPorts.Free()};Username=reader;Password=geheim;Database=records";
        string unknown = scene.Verified("nowhere");
        string unresolved = "Host=db.invalid;Username=reader;Password=geheim;Timeout=5";
        string noSocket = "Host=/nonexistent;Username=reader;Password=geheim";
        string untrusted = scene.Verified("postgres").Replace("Root Certificate", "Application Name", StringComparison.Ordinal);
        foreach ((string connection, string cause) in ((string, string)[])
            [
                (nobody, "Nothing listens there."), (unknown, "Is the name of the database right"), (unresolved, "has no address"),
                (noSocket, "Unix socket"), (untrusted, "certificate could not be verified")
            ])
        {
            (int code, string output, string error) = Check(connection, "--at-host", "localhost");
            Assert.True(code == 3 && output.Contains(cause, StringComparison.Ordinal), $"{code} {output}{error}");
            (int found, string foundOutput, string foundError) = Find(connection);
            Assert.True(found == 3 && foundError.Contains(cause, StringComparison.Ordinal), $"{found} {foundOutput}{foundError}");
            (int removed, _, string removedError) = scene.Place.Data.Command.Run("data", "remove", "--postgres", connection);
            Assert.Equal(3, removed);
            Assert.DoesNotContain("geheim", output + error + foundOutput + foundError + removedError, StringComparison.Ordinal);
        }
    }

    /// <summary>What answers on the port of a server need not be one: it may say anything, and say it for long.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("E")]
    [InlineData("R\u007f\u007f\u007f\u007f")]
    public async Task Answers_OfNoServer_Are3AndReachNoTerminal(string start)
    {
        const string Escape = "\u001b[31mgeheim?";
        byte[] said = Encoding.Latin1.GetBytes("SFATAL\0C28P01\0M" + Escape + new string('x', 20_000) + "\0\0");
        byte[] length = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(said.Length + sizeof(int)));
        byte[] answer = start == "E" ? [(byte)'E', .. length, .. said] : Encoding.Latin1.GetBytes(start);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            for (int i = 0; i < 2; i++)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                _ = await client.GetStream().ReadAsync(new byte[8]);
                await client.GetStream().WriteAsync(answer);
            }
        });
        string connection = $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=reader;SSL Mode=Disable";
        (int code, string output, string error) = Check(connection, "--at-host", "localhost");
        (int found, string foundOutput, string foundError) = Find(connection);
        listener.Stop();
        Assert.Equal((3, 3), (code, found));
        await serving;
        string all = output + error + foundOutput + foundError;
        Assert.DoesNotContain("\u001b", all, StringComparison.Ordinal);
        Assert.True(all.Length < 3000, all);
    }

    /// <summary>Whatever listens at the address of a server would learn the password by asking for it.</summary>
    [Fact]
    public async Task Password_IsNotSentAsItIs_ToAServerThatWasNotVerified()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> serving = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            var heard = new byte[1024];
            int count = await client.GetStream().ReadAsync(heard);
            if (count == 8)
            {
                // It asked for TLS.
                await client.GetStream().WriteAsync("N"u8.ToArray());
                count = await client.GetStream().ReadAsync(heard);
            }

            await client.GetStream().WriteAsync((byte[])[(byte)'R', 0, 0, 0, 8, 0, 0, 0, 3]);
            count = await client.GetStream().ReadAsync(heard);
            return Encoding.Latin1.GetString(heard, 0, count);
        });
        string connection = $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=reader;Password=geheim";
        (int code, string output, _) = await Task.Run(() => Check(connection, "--at-host", "localhost"));
        Assert.Equal(3, code);
        Assert.DoesNotContain("geheim", await serving, StringComparison.Ordinal);
        Assert.Contains("Require Auth=Password", output, StringComparison.Ordinal);
    }

    /// <summary>What the driver says of a setting quotes it, and a secret may stand there.</summary>
    [Fact]
    public void Connection_WithASettingThatIsNone_IsAMistakeAndIsNotShown()
    {
        (int code, string output, string error) = Check(scene.Verified("postgres") + ";Require Auth=hunter2", "--at-host", "localhost");
        Assert.Equal(64, code);
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_ThatNamesAFileThatIsNotThere_SaysSo()
    {
        string connection = scene.Verified("postgres").Replace("authority.pem", "nothing.pem", StringComparison.Ordinal);
        (int code, string output, _) = Check(connection, "--at-host", "localhost");
        Assert.Equal(3, code);
        Assert.Contains("A file that the connection string names cannot be read", output, StringComparison.Ordinal);
    }

    /// <summary>Two people change the comment at the same time: the second one loses nothing of the first.</summary>
    [Fact]
    public async Task Comment_ThatAnotherOneChanged_IsLeftAsItIs()
    {
        string database = scene.Shared;
        scene.SetComment(database, "before");
        await using PostgresSession session = await PostgresSession.OpenAsync(
            PostgresAddress.Parse(scene.Plain(database), scene.Place.Data.Command.Context(TextWriter.Null, TextWriter.Null)), default);
        byte[] before = (await session.ReadAsync(null, default)).Comment.Bytes!;
        scene.SetComment(database, "of another");
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => session.StageCommentAsync(before, "mine"u8.ToArray(), default));
        Assert.Contains("Run the command again.", PostgresTrouble.Of(refused).ToString(), StringComparison.Ordinal);
        Assert.Equal("of another", scene.Comment(database));
    }

    [Fact]
    public void Connection_FromAnEnvironmentVariable_IsRead()
    {
        string database = scene.Shared;
        scene.Run("postgres", $"COMMENT ON DATABASE {database} IS NULL");
        scene.Mark(database);
        scene.Place.Data.Command.Variables["RECORDS_DB"] = scene.Verified(database);
        Assert.Equal(0, Check("env:RECORDS_DB", "--at-host", "localhost").Code);
    }

    private (int Code, string Out, string Error) Check(string connection, params string[] more) =>
        scene.Place.Check(["--postgres", connection, .. more]);

    private (int Code, string Out, string Error) Find(string connection, params string[] more) =>
        scene.Place.Data.Command.Run(["data", "find", "--postgres", connection, "--assume-committed", .. more]);

    private string Done(params string[] args) => scene.Place.Data.Command.Done(args);
}
