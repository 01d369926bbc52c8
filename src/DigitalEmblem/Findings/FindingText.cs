using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// The words of a finding while they are written: the compiler makes it of an interpolated string, so that the words and what stands in
/// their holes stay apart for those who translate them. A plain text is one without holes.
/// </summary>
[InterpolatedStringHandler]
internal sealed class FindingText
{
    private readonly StringBuilder _format;
    private readonly List<object?> _arguments;

    /// <summary>Called by the compiler.</summary>
    public FindingText(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + (4 * formattedCount));
        _arguments = new List<object?>(formattedCount);
    }

    /// <summary>The words as a composite format of .NET: holes are numbered from 0, braces are doubled.</summary>
    public string Format => _format.ToString();

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
        made._format.Append(finding.Format);
        made._arguments.AddRange(finding.Arguments);
        return made;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) =>
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        _format.Append('{').Append(CultureInfo.InvariantCulture, $"{_arguments.Count}");
        if (format is not null)
        {
            _format.Append(':').Append(format);
        }

        _format.Append('}');
        // What another library reads knows the type of the framework only.
        _arguments.Add(value is FindingText inner ? inner.ToFormattable() : value);
    }

    /// <summary>As a type that others know.</summary>
    public FormattableString ToFormattable() => FormattableStringFactory.Create(Format, [.. _arguments]);

    /// <summary>In English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Format, [.. _arguments]);
}
