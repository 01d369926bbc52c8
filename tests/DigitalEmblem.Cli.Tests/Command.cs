using System.Text;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Cli.Tests;

/// <summary>Runs the command in this process, as a shell would.</summary>
internal sealed class Command : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("emblem-tests-").FullName;

    public string? Input { get; set; }

    public string? Passphrase { get; set; } = "test";

    public DateTimeOffset Now { get; set; } = TestTokens.Now;

    /// <summary>What a person at the terminal answers to a question; nobody is there by default.</summary>
    public Func<string, string?> AskLine { get; set; } = _ => null;

    /// <summary>Environment variables; nothing of the process's own environment is seen.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The languages that can be chosen; those that have texts by default.</summary>
    public IReadOnlyList<Texts.Language> Languages { get; set; } = Texts.Language.Spoken;

    /// <summary>Whether arguments are given as they are, <c>@</c> and all.</summary>
    public bool Literal { get; set; }

    /// <summary>
    /// The width of the terminal that messages go to; null for none. A second passes there as soon as something waits for it.
    /// </summary>
    public int? Columns { get; set; }

    /// <summary>Runs it; <c>@</c> before an argument puts it into the folder.</summary>
    public (int Code, string Out, string Error) Run(params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = EmblemCommand.RunAsync([.. args.Select(a => a.StartsWith('@') && !Literal ? PathOf(a[1..]) : a)], Context(output, error))
            .GetAwaiter().GetResult();
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The process as the command sees it.</summary>
    public CommandContext Context(TextWriter output, TextWriter error) => new()
    {
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input ?? "")),
        InputIsRedirected = Input is not null,
        Out = output,
        Error = error,
        Colour = false,
        Width = null,
        ErrorIsTerminal = Columns is not null,
        ErrorWidth = Columns,
        Clock = Columns is null ? new FixedClock(Now) : new HastyClock(Now),
        Environment = name => name == "EMBLEM_PASSPHRASE" ? Passphrase : Variables.GetValueOrDefault(name),
        AskSecret = _ => null,
        AskLine = AskLine,
        Languages = Languages,
    };

    /// <summary>Runs it, and what it printed; the test fails unless it ends with 0.</summary>
    public string Done(params string[] args)
    {
        (int code, string output, string error) = Run(args);
        return code == 0
            ? output
            : throw new Xunit.Sdk.XunitException($"emblem {string.Join(' ', args)}: exit code {code}\n{output}{error}");
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class HastyClock(DateTimeOffset now) : FixedClock(now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
