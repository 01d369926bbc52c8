using System.Globalization;
using System.Text;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// A writer that escapes all characters that could move the cursor, turn the direction of text or forge a line. All output passes
/// through it, ours and the runtime's, messages and results (decisions.md, 25).
/// </summary>
/// <param name="inner">Where it goes.</param>
/// <param name="clean">Escapes each text. <see cref="Terminal.Line(string)"/>, for example, makes each message one line.</param>
internal sealed class PrintableWriter(TextWriter inner, Func<string, string> clean) : TextWriter(CultureInfo.InvariantCulture)
{
    private Action? _before;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Makes one over another writer, which it does not dispose of.</summary>
    public static TextWriter Over(TextWriter inner, Func<string, string> clean) => new PrintableWriter(inner, clean);

    /// <summary>The innermost writer, for the few callers that write control characters of their own.</summary>
    public static TextWriter Behind(TextWriter writer) => writer is PrintableWriter printable ? Behind(printable.Inner) : writer;

    /// <summary>Has something done before each text that a writer is given from here on; null for nothing.</summary>
    /// <returns>What was done until now.</returns>
    public static Action? BeforeTexts(TextWriter writer, Action? act)
    {
        if (writer is not PrintableWriter printable)
        {
            return null;
        }

        Action? before = printable._before;
        printable._before = act;
        return before;
    }

    /// <summary>Runs the action that comes before each text. A caller needs it that writes to the stream below by itself.</summary>
    public static void Announce(TextWriter writer) => (writer as PrintableWriter)?._before?.Invoke();

    private TextWriter Inner => inner;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Announced().Write(clean(value ?? ""));

    public override void WriteLine(string? value) => Announced().WriteLine(clean(value ?? ""));

    public override void WriteLine() => Announced().WriteLine();

    public override Task WriteAsync(string? value) => Announced().WriteAsync(clean(value ?? ""));

    public override Task WriteLineAsync(string? value) => Announced().WriteLineAsync(clean(value ?? ""));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    private TextWriter Announced()
    {
        _before?.Invoke();
        return inner;
    }
}
