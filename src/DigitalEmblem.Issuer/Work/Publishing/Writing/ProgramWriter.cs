using DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Writes by a program of the organization, which reads what to change as JSON from its standard input and tells with its exit code what
/// came of it (spec/publication-program.md).
/// </summary>
/// <param name="zone">The zone.</param>
/// <param name="name">The name of the program in the settings.</param>
/// <param name="options">The program.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProgramWriter(DomainName zone, string name, ProgramOptions options, TimeProvider clock) : IZoneWriter
{
    /// <summary>The most names of one run. A program makes a change in one step, or has to undo what it did.</summary>
    public const int MostNames = 500;

    /// <summary>The most bytes of one document. Programs read it whole.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    public int TakesTogether(IReadOnlyList<NameChange> changes)
    {
        int count = 0, length = ProgramDocument.Of(zone, []).ToJson().Length;
        while (count < Math.Min(changes.Count, MostNames) && (length += ProgramName.Of(changes[count]).EncodedLength()) <= MostBytes)
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<NameChange> changes, CancellationToken cancellationToken)
    {
        if (ProgramFile.Fault(options.Path) is { } fault)
        {
            return new WriteResult(WriteOutcome.Refused, $"The program was not started. {fault}")
            {
                IsForAll = true,
            };
        }

        ProgramEnd end = await new ProgramRun(options, clock).RunAsync(ProgramDocument.Of(zone, changes).ToJson(), cancellationToken);
        WriteResult result = end.NotStarted is { } why ? NotStarted(why) : end.Code is { } code ? Ended(code) : TookTooLong();
        return end.Said.Length == 0 ? result : result with { Detail = Sentence.Of($"{result.Detail} It said: {end.Said}") };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static WriteResult Ended(int code) => (ProgramCode)code switch
    {
        ProgramCode.Done => new WriteResult(WriteOutcome.Done, $"The program says that it is done."),
        ProgramCode.Changed => new WriteResult(WriteOutcome.Changed, $"The program found other records than it was told of."),
        ProgramCode.NotNow => new WriteResult(
            WriteOutcome.NotReached, $"The program could not make the change now, and says that it changed nothing. It is tried again.")
        {
            IsSilent = true,
        },
        ProgramCode.WronglyStarted => new WriteResult(
            WriteOutcome.Refused, $"The program says that it was started wrongly: look at its arguments, and at what it needs.")
        {
            IsForAll = true,
        },
        ProgramCode.NotAllowed => new WriteResult(
            WriteOutcome.Refused, $"The program says that it may not make this change: look at what its account at the provider allows."),
        ProgramCode.WrongSettings => new WriteResult(
            WriteOutcome.Refused, $"The program says that it cannot make this change as things are set."),
        _ => new WriteResult(
            WriteOutcome.Unknown,
            $"The program ended with exit code {code}, so it is not known whether it changed anything. The records are looked at, and "
                + $"it is tried again."),
    };

    private WriteResult NotStarted(Sentence why) => new(
        WriteOutcome.NotReached, $"The program '{options.Path}' could not be started. {why}")
    {
        IsSilent = true,
    };

    private WriteResult TookTooLong() => new(
        WriteOutcome.Unknown,
        $"The program took too long and was ended, so it is not known whether it changed anything. Does its provider answer? If it needs "
            + $"longer, set Publishing:Programs:{name}:Timeout.")
    {
        IsSilent = true,
    };
}
