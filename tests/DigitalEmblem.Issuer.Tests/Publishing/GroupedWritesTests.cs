using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using FsCheck.Xunit;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Many names in one message. When these fail, one name that cannot be written keeps others from being marked or withdrawn, or a withdrawal
/// waits for company.
/// </summary>
public sealed class GroupedWritesTests
{
    private const ushort Ihle = DnsEmblemSource.DefaultIhleType;

    /// <summary>A law: whatever is refused and whatever comes when, each name hears what it would hear by itself.</summary>
    [Property(MaxTest = 200)]
    public async Task EachName_HearsItsOwnResult(byte[] kinds)
    {
        WriteOutcome[] own = [.. kinds.Select(k => (WriteOutcome)(k % 4))];
        var writer = new ScriptedWriter(own);
        await using var writes = new GroupedWrites(writer);

        WriteResult[] results = await Task.WhenAll(own.Select((_, i) => writes.WriteAsync(Change(i), default)));

        Assert.Equal(own, results.Select(r => r.Outcome));
        Assert.All(writer.Written.CountBy(n => n), n => Assert.Equal(1, n.Value));
    }

    [Fact]
    public async Task NameAlone_IsWrittenAtOnce_AndThoseThatCameMeanwhileTogether()
    {
        var writer = new ScriptedWriter([.. Enumerable.Repeat(WriteOutcome.Done, 100)]) { Gate = new TaskCompletionSource() };
        await using var writes = new GroupedWrites(writer);

        Task<WriteResult> first = writes.WriteAsync(Change(0), default);
        await writer.Begun.Task;
        Task<WriteResult>[] later = [.. Enumerable.Range(1, 99).Select(i => writes.WriteAsync(Change(i), default))];
        writer.Gate.SetResult();
        await Task.WhenAll([first, .. later]);

        Assert.Equal([1, ScriptedWriter.Most, ScriptedWriter.Most, 99 - (2 * ScriptedWriter.Most)], writer.Groups);
    }

    [Fact]
    public async Task EveryNameOfAGroup_IsToldOfAFaultOfTheWriter()
    {
        await using var writes = new GroupedWrites(new ScriptedWriter([]));

        await Assert.ThrowsAsync<IndexOutOfRangeException>(() => writes.WriteAsync(Change(0), default));
        await Assert.ThrowsAsync<IndexOutOfRangeException>(() => writes.WriteAsync(Change(1), default));
    }

    /// <summary>A writer that fails already when it is asked how many fit: each name is told, and the next ones are written.</summary>
    [Fact]
    public async Task ChangeThatTheWriterCannotLookAt_IsToldByItself_AndHoldsUpNoOther()
    {
        var writer = new ScriptedWriter([.. Enumerable.Repeat(WriteOutcome.Done, 5)]) { Poison = 2 };
        await using var writes = new GroupedWrites(writer);

        Task<WriteResult>[] all = [.. Enumerable.Range(0, 5).Select(i => writes.WriteAsync(Change(i), default))];
        await Task.WhenAny(Task.WhenAll(all));

        Assert.Equal([true, true, false, true, true], all.Select(t => t.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Wait_EndsWhenItIsEnded_AndTheNextIsWritten()
    {
        var writer = new ScriptedWriter(new WriteOutcome[2]) { Gate = new TaskCompletionSource() };
        await using var writes = new GroupedWrites(writer);
        using var stop = new CancellationTokenSource();

        Task<WriteResult> first = writes.WriteAsync(Change(0), stop.Token);
        await writer.Begun.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Task<WriteResult> second = writes.WriteAsync(Change(1), default);
        writer.Gate.SetResult();

        Assert.Equal(WriteOutcome.Unknown, (await second).Outcome);
    }

    /// <summary>It waited for the one before, and its lease is over meanwhile: another instance may be at work on the name.</summary>
    [Fact]
    public async Task NameThatNobodyWaitsForAnyMore_IsNotWritten()
    {
        var writer = new ScriptedWriter([WriteOutcome.Done, WriteOutcome.Done, WriteOutcome.Done]) { Gate = new TaskCompletionSource() };
        await using var writes = new GroupedWrites(writer);
        using var stop = new CancellationTokenSource();

        Task<WriteResult> first = writes.WriteAsync(Change(0), default);
        await writer.Begun.Task;
        Task<WriteResult> second = writes.WriteAsync(Change(1), stop.Token), third = writes.WriteAsync(Change(2), default);
        await stop.CancelAsync();
        writer.Gate.SetResult();
        await Task.WhenAll(first, third);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(["0.society.example", "2.society.example"], writer.Written);
    }

    private static NameChange Change(int number) => new(
        DomainName.Parse($"{number}.society.example"), [new RecordChange(Ihle, [], [new byte[] { 1 }], 60)], []);

    /// <summary>Says of each name what it was told to: of several, what the worst of them is, and then nothing is written.</summary>
    private sealed class ScriptedWriter(WriteOutcome[] outcomes) : IZoneWriter
    {
        public const int Most = 40;

        public TaskCompletionSource? Gate { get; init; }

        public TaskCompletionSource Begun { get; } = new();

        public List<int> Groups { get; } = [];

        public List<string> Written { get; } = [];

        /// <summary>The change that it cannot even look at.</summary>
        public int? Poison { get; init; }

        public int TakesTogether(IReadOnlyList<NameChange> changes) => IsPoisoned(changes)
            ? throw new InvalidDataException("It cannot be read.")
            : Math.Min(changes.Count, Most);

        public async Task<WriteResult> WriteAsync(IReadOnlyList<NameChange> changes, CancellationToken cancellationToken)
        {
            if (IsPoisoned(changes))
            {
                throw new InvalidDataException("It cannot be read.");
            }

            Begun.TrySetResult();
            await (Gate?.Task ?? Task.CompletedTask);
            Groups.Add(changes.Count);
            WriteOutcome outcome = changes.Select(c => outcomes[int.Parse(c.Name.ToString().Split('.')[0], null)])
                .MaxBy(o => o is WriteOutcome.Changed or WriteOutcome.Refused ? 2 : o == WriteOutcome.Unknown ? 1 : 0);
            if (outcome == WriteOutcome.Done || changes.Count == 1)
            {
                Written.AddRange(changes.Select(c => c.Name.ToString()));
            }

            return new WriteResult(outcome, $"As it was told.");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private bool IsPoisoned(IReadOnlyList<NameChange> changes) =>
            Poison is { } poison && changes.Any(c => c.Name.ToString().StartsWith($"{poison}.", StringComparison.Ordinal));
    }
}
