namespace DigitalEmblem.Cli.Output;

/// <summary>
/// One line on a terminal that shows, once a second, how far a command is. It is cleared at the end, and is never written to a file.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private readonly CommandContext _context;
    private readonly ITimer? _timer;
    private bool _shown;

    public Progress(CommandContext context, Func<Sentence> line)
    {
        _context = context;
        if (context.ErrorIsTerminal)
        {
            _timer = context.Clock.CreateTimer(_ => Show(Speech.Text(line())), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
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
            PrintableWriter.Behind(_context.Error).Write(ClearLine + Terminal.SaidLine(line));
            _shown = true;
        }
        catch (IOException)
        {
            // The terminal is gone, for example because the session ended. Stop the progress line and let the command continue: an
            // exception on the timer would end the process.
            _shown = false;
            _timer?.Dispose();
        }
    }
}
