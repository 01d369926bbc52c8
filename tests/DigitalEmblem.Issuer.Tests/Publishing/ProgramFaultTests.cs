using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Programs that fail, hang, lie, or that other users can replace. When these fail, an emblem is believed to be in the world and is not, a
/// program of a provider holds up the issuer, or another user of the machine signs emblems.
/// </summary>
[Trait("Category", "Faults")]
public sealed class ProgramFaultTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Theory]
    [InlineData(0, WriteOutcome.Done, false, false)]
    [InlineData(1, WriteOutcome.Unknown, false, false)]
    [InlineData(64, WriteOutcome.Refused, false, true)]
    [InlineData(65, WriteOutcome.Changed, false, false)]
    [InlineData(75, WriteOutcome.NotReached, true, false)]
    [InlineData(77, WriteOutcome.Refused, false, false)]
    [InlineData(78, WriteOutcome.Refused, false, false)]
    [InlineData(126, WriteOutcome.Unknown, false, false)]
    internal async Task ExitCode_SaysWhatCameOfIt(int code, WriteOutcome outcome, bool isSilent, bool isForAll)
    {
        using var program = new TestProgram($"#!/bin/sh\ncat > /dev/null\necho first >&2\necho 'Quota is used up.' >&2\nexit {code}\n");

        WriteResult result = await program.RunAsync();

        Assert.Equal((outcome, isSilent, isForAll), (result.Outcome, result.IsSilent, result.IsForAll));
        Assert.EndsWith("It said: Quota is used up.", result.Detail.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Most interfaces say a number or a time with each fault: the journal, which is kept for ever, would have a line for each try.
    /// </summary>
    [Fact]
    public async Task WordsThatDifferEachTime_AreShown_AndNoNewsForTheJournal()
    {
        const string Name = "words.society.example";
        using var program = new TestProgram("#!/bin/sh\ncat > /dev/null\necho \"request $$ failed\" >&2\nexit 77\n");
        await using PublishingScene scene = await program.StartAsync(bind);
        await scene.PublishAsync(Name);
        string? first = (await scene.PublicationAsync(Name)).Fault?.ToString();

        for (int i = 0; i < 3; i++)
        {
            scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
            await scene.PublishDueAsync();
        }

        Assert.Contains("request", first, StringComparison.Ordinal);
        Assert.NotEqual(first, (await scene.PublicationAsync(Name)).Fault?.ToString());
        Assert.Equal(1, await scene.JournaledAsync("publication.failed"));

        program.Write("#!/bin/sh\ncat > /dev/null\necho \"request $$ failed\" >&2\nexit 78\n");
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(2, await scene.JournaledAsync("publication.failed"));
    }

    [Fact]
    public async Task EndedBySignal_IsUnknown()
    {
        using var program = new TestProgram("#!/bin/sh\nkill -9 $$\n");

        Assert.Equal(WriteOutcome.Unknown, (await program.RunAsync()).Outcome);
    }

    [Fact]
    public async Task ProgramThatHangs_IsEndedWithAllThatItStarted()
    {
        using var program = new TestProgram("""
            #!/bin/sh
            echo $$ > "$1/pids"
            sh -c 'sleep 1000 & echo $! >> "$0/pids"; echo $$ >> "$0/pids"; wait' "$1" &
            echo 'waiting for the provider' >&2
            wait
            """);
        program.Options.Arguments = [program.Folder];
        program.Options.Timeout = TimeSpan.FromSeconds(0.7);

        WriteResult result = await program.RunAsync(names: 10, bytes: 60_000);

        Assert.Equal((WriteOutcome.Unknown, true), (result.Outcome, result.IsSilent));
        Assert.Contains("Publishing:Programs:to-zone:Timeout", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("It said: waiting for the provider", result.Detail.ToString(), StringComparison.Ordinal);
        await AssertEndedAsync(await File.ReadAllLinesAsync(program.In("pids")), 3);
    }

    [Fact]
    public async Task EndOfTheService_EndsTheProgram()
    {
        using var program = new TestProgram("#!/bin/sh\necho $$ > \"$1/pid\"\nmv \"$1/pid\" \"$1/pids\"\nexec sleep 1000\n");
        program.Options.Arguments = [program.Folder];
        var writes = new GroupedWrites(program.Writer());
        Task<WriteResult> write = writes.WriteAsync(TestProgram.Change("ended.society.example"), default);
        while (!File.Exists(program.In("pids")))
        {
            await Task.Delay(10);
        }

        await writes.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await AssertEndedAsync(await File.ReadAllLinesAsync(program.In("pids")), 1);
    }

    [Fact]
    public async Task FloodOfOutput_IsRead_AndItsLastLineTold()
    {
        using var program = new TestProgram("""
            #!/bin/sh
            head -c 3000000 /dev/zero | tr '\0' x
            head -c 3000000 /dev/zero | tr '\0' y >&2
            echo >&2
            echo 'the last words' >&2
            exit 77
            """);

        WriteResult result = await program.RunAsync();

        Assert.Equal(WriteOutcome.Refused, result.Outcome);
        Assert.EndsWith("It said: the last words", result.Detail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ControlCharacters_AreMadeVisible_AndALongLineIsCut()
    {
        using var program = new TestProgram(
            "#!/bin/sh\nprintf 'a\\033[31mred\\007\\342\\200\\256\\377b' >&2\nhead -c 5000 /dev/zero | tr '\\0' z >&2\nexit 77\n");

        string detail = (await program.RunAsync()).Detail.ToString();

        Assert.Contains("a\\u{1b}[31mred\\u{7}\\u{202e}\\u{fffd}b", detail, StringComparison.Ordinal);
        Assert.InRange(detail.Length, 200, 500);
        Assert.DoesNotContain(detail, char.IsControl);
    }

    [Fact]
    public async Task InputThatIsNotRead_DoesNotMatter()
    {
        using var program = new TestProgram("#!/bin/sh\nexec <&-\nsleep 0.2\nexit 0\n");

        Assert.Equal(WriteOutcome.Done, (await program.RunAsync(names: 20, bytes: 60_000)).Outcome);
    }

    [Fact]
    public async Task ProgramThatLeavesAnotherBehind_IsDoneAllTheSame()
    {
        using var program = new TestProgram("#!/bin/sh\nsleep 1000 &\necho $! > \"$1/pids\"\necho 'Well done.'\n");
        program.Options.Arguments = [program.Folder];
        try
        {
            WriteResult result = await program.RunAsync();
            Assert.Equal(WriteOutcome.Done, result.Outcome);
            Assert.EndsWith("It said: Well done.", result.Detail.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            ServerProcess.Run("kill", program.Folder, "", (await File.ReadAllTextAsync(program.In("pids"))).Trim());
        }
    }

    [Theory]
    [InlineData("rm program", "It is not there")]
    [InlineData("chmod 0600 program", "may not execute it")]
    [InlineData("echo '#!/no/such/shell' > program", "its first line names")]
    public async Task ProgramThatCannotBeStarted_IsToldWithTheCause(string before, string cause)
    {
        using var program = new TestProgram("#!/bin/sh\nexit 0\n");
        ServerProcess.Run("sh", program.Folder, "", "-c", before);

        WriteResult result = await program.RunAsync();

        Assert.Equal((WriteOutcome.NotReached, true), (result.Outcome, result.IsSilent));
        Assert.Contains(cause, result.Detail.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chmod o+w program", "chmod go-w '{0}/program'")]
    [InlineData("chmod g+w program", "chmod go-w '{0}/program'")]
    [InlineData("chmod o+w .", "chmod go-w '{0}'")]
    [InlineData("chmod 1777 .", "chmod go-w '{0}'")]
    [InlineData("mkdir -m 0777 there; mv program there; ln -s there/program program", "chmod go-w '{0}/there'")]
    [InlineData("mv program real; chmod 0722 real; ln -s real program", "chmod go-w '{0}/real'")]
    public async Task ProgramThatOthersCanWrite_IsNotStarted(string before, string step)
    {
        using var program = new TestProgram("#!/bin/sh\ntouch \"$1/ran\"\n");
        program.Options.Arguments = [program.Folder];
        Assert.Empty(program.Options.Validate("Publishing:Programs:to-zone"));
        ServerProcess.Run("sh", program.Folder, "", "-c", before);

        WriteResult result = await program.RunAsync();

        Assert.Equal((WriteOutcome.Refused, true), (result.Outcome, result.IsForAll));
        string told = string.Format(CultureInfo.InvariantCulture, step, program.Folder);
        Assert.Contains(told, result.Detail.ToString(), StringComparison.Ordinal);
        Assert.Contains(told, Assert.Single(program.Options.Validate("Publishing:Programs:to-zone")), StringComparison.Ordinal);
        Assert.False(File.Exists(program.In("ran")));
    }

    [Fact]
    public async Task ProgramThatSaysYesAndDoesNothing_IsNotBelieved()
    {
        using var program = new TestProgram("#!/bin/sh\ncat > /dev/null\n");
        await using PublishingScene scene = await program.StartAsync(bind);
        scene.Options.ReadBack = TimeSpan.FromMilliseconds(200);

        await scene.PublishAsync("claimed.society.example");

        Publication publication = await scene.PublicationAsync("claimed.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("said yes, and the name server", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Null(publication.SeenDigest);
    }

    /// <summary>A program that dies between two of its steps leaves a zone as nobody planned it. The next is told what is there.</summary>
    [Fact]
    public async Task ProgramThatWritesHalf_IsTold_AndTheNextRunCompletesIt()
    {
        using var program = TestProgram.Of(bind);
        string whole = await File.ReadAllTextAsync(program.Path);
        program.Write(whole.Replace("told[\"names\"]:\n", "told[\"names\"][:1]:\n", StringComparison.Ordinal)
            .Replace("in r[\"after\"]]", "in r[\"after\"][:1]]", StringComparison.Ordinal)
            .Replace("sys.exit(0 ", "sys.exit(7 ", StringComparison.Ordinal));
        await using PublishingScene scene = await program.StartAsync(bind);
        scene.Options.ReadBack = TimeSpan.Zero;

        await scene.PublishAsync("half.society.example");

        Publication publication = await scene.PublicationAsync("half.society.example");
        Assert.Equal(PublicationState.Due, publication.State);
        Assert.Contains("exit code 7", publication.Fault!.ToString(), StringComparison.Ordinal);
        Assert.Single(await PublishingScene.HeldAsync(bind.EndPoint, "half.society.example"));

        program.Write(whole);
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        publication = await scene.PublicationAsync("half.society.example");
        Assert.True(publication.State == PublicationState.Seen, publication.Fault?.ToString());
        Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(bind.EndPoint, "half.society.example")).Outcome);
    }

    [Fact]
    public async Task ProgramThatCannotNow_IsTriedAgain_AsAServerThatIsAway()
    {
        using var program = TestProgram.Of(bind);
        string whole = await File.ReadAllTextAsync(program.Path);
        program.Write("#!/bin/sh\ncat > /dev/null\necho run >> \"$(dirname \"$0\")/runs\"\nexit 75\n");
        await using PublishingScene scene = await program.StartAsync(bind);
        scene.Options.Concurrency = 1;
        await scene.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 20).Select(i => $"later{i}.society.example")]);
        await scene.IssueAsync();

        await scene.PublishSets.RunAsync(default);
        Assert.Equal(20, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Due)));
        Assert.Equal(3, (await File.ReadAllLinesAsync(program.In("runs"))).Length);

        program.Write(whole);
        scene.Options.Concurrency = 20;
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.PublishDueAsync();
        Assert.Equal(20, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
    }

    /// <summary>One name that is refused holds up no other.</summary>
    [Fact]
    public async Task NameThatIsRefused_HoldsUpNoOther()
    {
        using var program = new TestProgram("#!/bin/sh\ngrep -q bad.society.example && exit 77\nexit 0\n");
        await using var writes = new GroupedWrites(program.Writer());
        string[] names = [.. Enumerable.Range(0, 8).Select(i => i == 5 ? "bad.society.example" : $"good{i}.society.example")];

        WriteResult[] results = await Task.WhenAll(names.Select(n => writes.WriteAsync(TestProgram.Change(n), default)));

        Assert.Equal(
            names.Select((_, i) => i == 5 ? WriteOutcome.Refused : WriteOutcome.Done), results.Select(r => r.Outcome));
    }

    private static async Task AssertEndedAsync(string[] processes, int count)
    {
        Assert.Equal(count, processes.Length);
        foreach (string process in processes)
        {
            await GoneAsync($"/proc/{process}/stat").WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static async Task GoneAsync(string stat)
    {
        while (await IsThereAsync(stat))
        {
            await Task.Delay(10);
        }
    }

    // One that has ended is a zombie until its parent, or the first process of the machine, has asked.
    private static async Task<bool> IsThereAsync(string stat)
    {
        try
        {
            return (await File.ReadAllTextAsync(stat)).Split(") ")[1][0] != 'Z';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
