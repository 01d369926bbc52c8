namespace DigitalEmblem.Cli.Output;

/// <summary>
/// One line on a terminal that shows, once a second, how far a command is. It is cleared before anything else is written and at the end,
/// and is never written to a file.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private readonly CommandContext _context;
    private readonly Lock _lock = new();
    private readonly ITimer? _timer;
    private readonly (TextWriter Writer, Action? Before)[] _writers = [];
    private bool _shown;
    private bool _ended;

    public Progress(CommandContext context, Func<Sentence> line)
    {
        _context = context;
        if (context.ErrorIsTerminal)
        {
            // What is written to the same terminal would stand on the line of the progress, behind it.
            _writers = [.. ((TextWriter[])[context.Out, context.Error]).Select(w => (w, PrintableWriter.BeforeTexts(w, Hide)))];
            _timer = context.Clock.CreateTimer(_ => Show(Speech.Text(line())), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
        }

        Hide();
        foreach ((TextWriter writer, Action? before) in _writers)
        {
            PrintableWriter.BeforeTexts(writer, before);
        }
    }

    private void Show(string line)
    {
        lock (_lock)
        {
            if (!_ended && Write(ClearLine + Terminal.SaidLine(Fitting(line))))
            {
                _shown = true;
            }
        }
    }

    private void Hide()
    {
        lock (_lock)
        {
            if (_shown)
            {
                _shown = false;
                Write(ClearLine);
            }
        }
    }

    // A line that the terminal breaks could not be cleared. The last column stays free: some terminals break a line that fills it.
    private string Fitting(string line) => _context.ErrorWidth is { } columns
        ? Wrapping.Lines(line, columns - 1).FirstOrDefault() ?? ""
        : line;

    private bool Write(string text)
    {
        try
        {
            PrintableWriter.Behind(_context.Error).Write(text);
            return true;
        }
        catch (IOException)
        {
            // The terminal is gone, for example because the session ended. Stop the progress line and let the command continue: an
            // exception on the timer would end the process.
            _timer?.Dispose();
            return false;
        }
    }
}
