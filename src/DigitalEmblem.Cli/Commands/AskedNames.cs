using System.Runtime.CompilerServices;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Scanning;

namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The names that <c>emblem check</c> is asked about. Those of standard input are read as they come, in bounded memory.
/// </summary>
internal sealed class AskedNames
{
    private readonly (AskedName? Name, bool FromInput)[] _arguments;
    private readonly CommandContext _context;

    private AskedNames((AskedName?, bool)[] arguments, CommandContext context)
    {
        _arguments = arguments;
        _context = context;
    }

    /// <summary>How many names there are; null if some come from standard input, since their number is known only at its end.</summary>
    public int? Count => _arguments.Any(a => a.FromInput) ? null : _arguments.Length;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">One of them is not a name. No look-up is made for the others.</exception>
    public static AskedNames Of(string[] arguments, CommandContext context) => new(
        [.. arguments.Select(
            a => a == Files.StandardInput ? ((AskedName?)null, true) : (new AskedName(a, HostName.Parse(a), null), false))],
        context);

    /// <summary>The names in their order. Blank lines of standard input, and those that begin with #, are skipped.</summary>
    public async IAsyncEnumerable<AskedName> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((AskedName? name, bool fromInput) in _arguments)
        {
            if (!fromInput)
            {
                yield return name!;
                continue;
            }

            await using Stream input = _context.OpenInput();
            var lines = new LineReader(input);
            while (await lines.ReadAsync(cancellationToken) is { } line)
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    yield return AskedName.OfLine(line);
                }
            }
        }
    }
}
