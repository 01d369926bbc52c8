using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace DigitalEmblem.Extensions;

/// <summary>
/// A section of an application's configuration, read strictly: each name that is asked for is known, and at the end every other name is a
/// fault. .NET's binder silently skips what it cannot bind, and so could leave out a trusted authority.
/// </summary>
internal sealed class SettingsSection(IConfiguration section, string path, SettingsFiles files, List<string> faults)
{
    private readonly List<string> _known = [];
    private readonly List<string> _inCode = [];
    private readonly Dictionary<string, string> _elsewhere = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that exist in the options and cannot be written in a file.</summary>
    public void InCode(params string[] names) => _inCode.AddRange(names);

    /// <summary>A name that exists in the options, and stands at another place of a configuration.</summary>
    public void Elsewhere(string name, string place) => _elsewhere[name] = PathTo(place);

    public bool Flag(string name, bool otherwise) =>
        Value(name, otherwise, text => bool.TryParse(text, out bool value) ? value : null, "is true or false");

    public int Number(string name, int otherwise) =>
        Value(
            name,
            otherwise,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null,
            "is a number");

    public long Large(string name, long otherwise) =>
        Value(
            name,
            otherwise,
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null,
            "is a number");

    public TimeSpan Time(string name, TimeSpan otherwise) =>
        Value(name, otherwise, text => SpanText.TryParse(text, out TimeSpan value) ? value : null, $"is {SpanText.Form}");

    public int? Number(string name, int? otherwise) => Child(name) is null ? otherwise : Number(name, 0);

    public TimeSpan? Time(string name, TimeSpan? otherwise) => Child(name) is null ? otherwise : Time(name, TimeSpan.Zero);

    public T Word<T>(string name, T otherwise, params T[] words)
        where T : struct, Enum => Value(
            name,
            otherwise,
            text => Array.FindIndex(words, w => w.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
                ? words[at]
                : null,
            $"is one of {string.Join(", ", words)}");

    public string? Text(string name, string? otherwise)
    {
        string? value = otherwise;
        if (Child(name) is { } child && IsOneValue(child))
        {
            value = child.Value;
        }

        return value;
    }

    /// <summary>A list, whose members stand at <c>NAME:0</c> and so on.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<string, T> parse)
    {
        var all = new List<T>();
        if (Child(name) is not { } list)
        {
            return all;
        }

        // In JSON, an empty list has an empty value; null and an empty object have no value.
        if (!string.IsNullOrEmpty(list.Value) || (list.Value is null && !list.GetChildren().Any()))
        {
            faults.Add($"{PathTo(name)} is a list: write {PathTo(name)}:0, {PathTo(name)}:1 and so on, or leave it out.");
        }

        foreach (IConfigurationSection child in list.GetChildren())
        {
            string at = $"{PathTo(name)}:{Printable.Text(child.Key)}";
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || child.Value is null)
            {
                faults.Add($"{at} is no value of a list: write {PathTo(name)}:0, {PathTo(name)}:1 and so on.");
                continue;
            }

            try
            {
                all.Add(parse(child.Value));
            }
            catch (FormatException e)
            {
                faults.Add($"{at}: {e.Message}");
            }
        }

        return all;
    }

    /// <summary>The content of the file that a setting names; null if it names none.</summary>
    public T? File<T>(string name, string what, Func<string, byte[], T> parse)
        where T : class
    {
        if (Text(name, null) is not { } file)
        {
            return null;
        }

        try
        {
            return files.Read(file, what, parse);
        }
        catch (FormatException e)
        {
            faults.Add($"{PathTo(name)}: {e.Message}");
            return null;
        }
    }

    /// <summary>The contents of the files that a list of settings names.</summary>
    public IReadOnlyList<T> Files<T>(string name, string what, Func<string, byte[], T> parse) =>
        List(name, file => files.Read(file, what, parse));

    /// <summary>The whole path of the folder that a setting names; null if it names none.</summary>
    public string? Folder(string name) => Text(name, null) is { Length: > 0 } folder ? files.PathOf(folder) : null;

    /// <summary>A section whose settings would silently take the place of what was given before.</summary>
    public void RequireUnset(bool unset, string why)
    {
        if (!unset)
        {
            faults.Add($"{path}: {why}");
        }
    }

    /// <summary>A list that has no member is a fault: what reads as "none" would mean "any".</summary>
    public void RequireMembers(string name)
    {
        if (Child(name) is { Value: "" } list && !list.GetChildren().Any())
        {
            faults.Add($"{PathTo(name)} is empty, which would mean any: name some, or leave it out.");
        }
    }

    /// <summary>A setting without which the others say nothing.</summary>
    public void Require(bool there, string name, string why)
    {
        if (!there && !faults.Exists(f => f.StartsWith(PathTo(name) + ":", StringComparison.Ordinal)))
        {
            faults.Add($"{PathTo(name)} is missing: {why}");
        }
    }

    /// <summary>
    /// Reads a section inside this one, to its last name; returns <paramref name="otherwise"/> if the section is not there.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">The value that the settings change.</param>
    /// <param name="read">Reads the section.</param>
    public T Section<T>(string name, T otherwise, Func<SettingsSection, T, T> read)
    {
        if (Child(name) is not { } child)
        {
            return otherwise;
        }

        if (!child.GetChildren().Any())
        {
            faults.Add($"{PathTo(name)} is a section, and holds no settings: give them below it, or leave it out.");
        }

        var section = new SettingsSection(child, PathTo(name), files, faults);
        T result = read(section, otherwise);
        section.Close();
        return result;
    }

    /// <summary>Every name that was not asked for is a fault.</summary>
    public void Close()
    {
        foreach (string name in section.GetChildren().Select(c => c.Key).Where(k => !_known.Contains(k, StringComparer.OrdinalIgnoreCase)))
        {
            faults.Add(_inCode.Contains(name, StringComparer.OrdinalIgnoreCase)
                    ? $"{PathTo(Printable.Text(name))} is given in code, and not in a configuration."
                : _elsewhere.TryGetValue(name, out string? place) ? $"There is no {PathTo(Printable.Text(name))} here: write {place}."
                : NearestName.Of(name, _known) is { } near
                    ? $"There is no setting {PathTo(Printable.Text(name))}: did you mean {PathTo(near)}?"
                : $"There is no setting {PathTo(Printable.Text(name))}. There are: {string.Join(", ", _known)}.");
        }
    }

    private T Value<T>(string name, T otherwise, Func<string, T?> parse, string kind)
        where T : struct
    {
        if (Child(name) is not { } child || !IsOneValue(child))
        {
            return otherwise;
        }

        if (parse(child.Value!) is not { } value)
        {
            faults.Add($"{PathTo(name)} {kind}.");
            return otherwise;
        }

        return value;
    }

    private bool IsOneValue(IConfigurationSection child)
    {
        if (child.Value is not null && !child.GetChildren().Any())
        {
            return true;
        }

        faults.Add($"{child.Path} is one value{(child.Value is null ? "" : ", and has names below it")}.");
        return false;
    }

    private IConfigurationSection? Child(string name)
    {
        _known.Add(name);
        return section.GetChildren().FirstOrDefault(c => c.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private string PathTo(string name) => path.Length == 0 ? name : $"{path}:{name}";
}
