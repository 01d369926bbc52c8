using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Configuration;

/// <summary>
/// What a user has configured. It notes which settings a command used, so that the command can say whom it trusted by them.
/// </summary>
/// <param name="path">The file; null if there is none.</param>
/// <param name="values">The values by the names of the settings.</param>
internal sealed class UserConfiguration(string? path, IReadOnlyDictionary<string, IReadOnlyList<string>> values)
{
    /// <summary>The option that leaves the configuration out.</summary>
    public const string LeftOutBy = "--no-config";

    private readonly List<Setting> _used = [];

    /// <summary>Nothing is configured.</summary>
    public static UserConfiguration None => new(null, new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The settings that were used, each with its values, as they are on the command line.</summary>
    public IReadOnlyList<(Setting Setting, IReadOnlyList<string> Values)> Used => [.. _used.Select(s => (s, Of(s)))];

    /// <summary>Whether the words of a command line leave the configuration out.</summary>
    public static bool IsLeftOut(string[] args) => args.TakeWhile(a => a != "--").Contains(LeftOutBy);

    /// <summary>The values of a setting; none if it is not in the file.</summary>
    public IReadOnlyList<string> Of(Setting setting) => values.GetValueOrDefault(setting.Name) ?? [];

    /// <summary>The values of a setting, which the command relies on from here on.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="parse">Reads a value; it was checked when the file was read.</param>
    public T[] Use<T>(Setting setting, Func<string, T> parse)
    {
        IReadOnlyList<string> all = Of(setting);
        if (all.Count > 0 && !_used.Contains(setting))
        {
            _used.Add(setting);
        }

        return [.. all.Select(parse)];
    }

    /// <summary>The same of a setting with one value; null if it is not in the file.</summary>
    public string? Use(Setting setting) => Use(setting, v => v).SingleOrDefault();

    /// <summary>Says which settings the command relied on, and where they come from; nothing if there are none.</summary>
    public void Tell(CommandContext context)
    {
        if (_used.Count > 0)
        {
            Sentence all = Sentence.List(Used.Select(u => (object)Sentence.Of($"--{u.Setting.Name} {string.Join(' ', u.Values)}")));
            context.Tell(Sentences.Following($"From {Terminal.Line(path!)}: {all}.", LeaveOut));
        }
    }

    /// <summary>How to do without the file.</summary>
    public static Sentence LeaveOut => $"{LeftOutBy} leaves that file out.";
}
