namespace DigitalEmblem.Cli.Output;

/// <summary>
/// One line on a terminal that says, once a second, how far a command is. It is cleared at the end, and never goes into a file.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private readonly CommandContext _context;
    private readonly ITimer? _timer;
    private bool _shown;

    public Progress(CommandContext context, Func<string> line)
    {
        _context = context;
        if (context.ErrorIsTerminal)
        {
            _timer = context.Clock.CreateTimer(_ => Show(line()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        if (_shown)
        {
            PrintableWriter.Behind(_context.Error).Write(ClearLine);
        }
    }

    private void Show(string line)
    {
        try
        {
            PrintableWriter.Behind(_context.Error).Write(ClearLine + Terminal.Line(line));
            _shown = true;
        }
        catch (IOException)
        {
            // The terminal is gone, as when a session ends: nobody looks any more, and the command goes on. Thrown on the timer, it would
            // end the process.
            _shown = false;
            _timer?.Dispose();
        }
    }
}
