using System.Globalization;
using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>
/// The words of a finding while they are written: the compiler makes it of an interpolated string, so that the words and what stands in
/// their holes stay apart for those who translate them. A plain text is one without holes.
/// </summary>
[InterpolatedStringHandler]
internal sealed class FindingText
{
    // Holes without a format of their own, which nearly all are.
    private static readonly string[] Holes = ["{0}", "{1}", "{2}", "{3}", "{4}", "{5}"];

    // Constants of the program, and not joined: a hostile input has a finding for each of its thousands of items, and all are kept.
    private readonly List<string> _format;
    private readonly List<object?> _arguments;

    /// <summary>Called by the compiler.</summary>
    public FindingText(int literalLength, int formattedCount)
    {
        _format = new List<string>(literalLength == 0 ? formattedCount : (2 * formattedCount) + 1);
        _arguments = new List<object?>(formattedCount);
    }

    /// <summary>The words as a composite format of .NET: holes are numbered from 0, braces are doubled.</summary>
    public string Format => string.Concat(_format);

    /// <summary>What stands in the holes.</summary>
    public IReadOnlyList<object?> Arguments => _arguments;

    /// <summary>A text without holes.</summary>
    public static implicit operator FindingText(string text) => FromString(text);

    /// <summary>A text without holes.</summary>
    public static FindingText FromString(string text)
    {
        var made = new FindingText(text.Length, 0);
        made.AppendLiteral(text);
        return made;
    }

    /// <summary>A text, where the compiler is not told by itself that one is wanted.</summary>
    public static FindingText Of(FindingText text) => text;

    /// <summary>A text that counts: translations have other forms than these two, and choose by the first hole.</summary>
    public static FindingText Counting(double number, FindingText one, FindingText other) => number == 1 ? one : other;

    /// <summary>The words of a finding.</summary>
    public static FindingText Of(Finding finding)
    {
        var made = new FindingText(0, 0);
        made._format.Add(finding.Format);
        made._arguments.AddRange(finding.Arguments);
        return made;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) =>
        _format.Add(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        int number = _arguments.Count;
        _format.Add(format is null && number < Holes.Length
            ? Holes[number]
            : string.Create(CultureInfo.InvariantCulture, $"{{{number}{(format is null ? "" : ":")}{format}}}"));
        // What another library reads knows the type of the framework only.
        _arguments.Add(value is FindingText inner ? inner.ToFormattable() : value);
    }

    /// <summary>As a type that others know.</summary>
    public FormattableString ToFormattable() => FormattableStringFactory.Create(Format, [.. _arguments]);

    /// <summary>In English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Format, [.. _arguments]);
}
