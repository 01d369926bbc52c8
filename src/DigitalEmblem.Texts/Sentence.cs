using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DigitalEmblem.Texts;

/// <summary>
/// A sentence for people, with what stands in its holes: written in English where it is said, and rendered in the language of the person
/// who reads it. The English text with numbered holes is the code by which translations are found, so a sentence whose English changes is
/// untranslated until its translations were looked at again.
/// </summary>
/// <remarks>
/// <c>Sentence s = $"There is no key {identifier}."</c> is one. A plain text is none, and cannot become one by mistake: write <c>$</c>
/// before each part, also before one without holes.
/// </remarks>
[InterpolatedStringHandler]
internal sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _format;
    private readonly List<object?> _arguments;
    private string? _code;

    /// <summary>Called by the compiler.</summary>
    public Sentence(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + (4 * formattedCount));
        _arguments = new List<object?>(formattedCount);
    }

    /// <summary>The English text, as a composite format of .NET: holes are numbered from 0, braces are doubled.</summary>
    public string Code => _code ??= _format.ToString();

    /// <summary>What stands in the holes. A sentence in a hole is rendered in the same language.</summary>
    public IReadOnlyList<object?> Arguments => _arguments;

    /// <summary>The number that decides between the forms of a sentence that counts; null for one that does not.</summary>
    public long? Count { get; private init; }

    /// <summary>The English text for one, of a sentence that counts; null for one that does not.</summary>
    public Sentence? ForOne { get; private init; }

    /// <summary>A sentence, where the compiler is not told by itself that one is wanted.</summary>
    public static Sentence Of(Sentence sentence) => sentence;

    /// <summary>What an exception says; the English of its message if it speaks no sentences.</summary>
    public static Sentence Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is ISpoken spoken ? spoken.Sentence : Of($"{exception.Message}");
    }

    /// <summary>A sentence by its code, as a library that does not know sentences says it.</summary>
    /// <param name="code">The English text with numbered holes.</param>
    /// <param name="arguments">What stands in the holes.</param>
    public static Sentence OfFormat(string code, IEnumerable<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(code);
        var sentence = new Sentence(0, 0);
        sentence._format.Append(code);
        sentence._arguments.AddRange(arguments);
        return sentence;
    }

    /// <summary>A text that is data, such as one of the law: its English is its code.</summary>
    public static Sentence OfText(string english)
    {
        var sentence = new Sentence(0, 0);
        sentence.AppendLiteral(english);
        return sentence;
    }

    /// <summary>What a library says that knows no sentences: its English where that is not what its words and their holes give.</summary>
    /// <param name="english">Its English, which it may have cut.</param>
    /// <param name="code">Its words, with numbered holes.</param>
    /// <param name="arguments">What stands in the holes.</param>
    public static Sentence OfLibrary(string english, string code, IEnumerable<object?> arguments)
    {
        Sentence said = OfFormat(code, arguments);
        return said.ToString() == english ? said : Of($"{english}");
    }

    /// <summary>What a library says that knows no sentences.</summary>
    public static Sentence OfLibrary(FormattableString said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return OfFormat(said.Format, said.GetArguments());
    }

    /// <summary>Several things in one sentence: sentences, names, numbers.</summary>
    /// <param name="items">The things; none gives an empty sentence.</param>
    /// <param name="form">What stands between them.</param>
    public static Sentence List(IEnumerable<object?> items, ListForm form = ListForm.Commas)
    {
        object?[] all = [.. items];
        if (all.Length == 0)
        {
            return Of($"");
        }

        object? list = all[0];
        for (int i = 1; i < all.Length; i++)
        {
            list = form switch
            {
                ListForm.Semicolons => Of($"{list}; {all[i]}"),
                ListForm.And when i == all.Length - 1 => Of($"{list} and {all[i]}"),
                _ => Of($"{list}, {all[i]}"),
            };
        }

        return list as Sentence ?? Of($"{list}");
    }

    /// <summary>Sentences on lines of their own.</summary>
    public static Sentence Lines(IEnumerable<Sentence> lines)
    {
        Sentence[] all = [.. lines];
        return OfFormat(string.Join('\n', all.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"{{{i}}}"))), all);
    }

    /// <summary>A sentence that counts. Its code is that of the plural; English has two forms, other languages up to six.</summary>
    /// <param name="count">The number that decides.</param>
    /// <param name="one">For one; it may leave holes of the other out: <c>$"1 name is marked."</c></param>
    /// <param name="other">For all other numbers: <c>$"{count} names are marked."</c></param>
    public static Sentence Counting(long count, Sentence one, Sentence other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var all = new Sentence(other);
        // This adds the arguments that only the form for one has: before they are copied.
        string ofOne = all.Renumbered(one);
        return new Sentence(all) { Count = count, ForOne = OfFormat(ofOne, []) };
    }

    /// <summary>A sentence that counts by a number that is never one, such as a limit: its English is the same for all numbers.</summary>
    public static Sentence Counting(long count, Sentence other) => Counting(count, other, other);

    /// <summary>The same sentence of other things: what stands in its holes, and in the holes of sentences there, is changed.</summary>
    /// <param name="change">Gets what stands in a hole and is no sentence, and returns what is to stand there.</param>
    public Sentence About(Func<object?, object?> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Sentence other = OfFormat(Code, [.. _arguments.Select(a => a is Sentence inner ? inner.About(change) : change(a))]);
        return Count is { } count && ForOne is { } one ? Counting(count, one.About(change), other) : other;
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        _format.Append('{').Append(CultureInfo.InvariantCulture, $"{_arguments.Count}");
        if (format is not null)
        {
            _format.Append(':').Append(format);
        }

        _format.Append('}');
        _arguments.Add(value);
    }

    /// <summary>Whether two say the same, of the same things.</summary>
    public static bool operator ==(Sentence? left, Sentence? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether two say different things.</summary>
    public static bool operator !=(Sentence? left, Sentence? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Sentence? other) =>
        ReferenceEquals(this, other) || (other is not null && StoredSentence.Write(this) == StoredSentence.Write(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>In a language.</summary>
    public string In(CultureInfo culture) => Rendering.Text(this, culture);

    /// <summary>In English.</summary>
    public override string ToString() => In(CultureInfo.InvariantCulture);

    private Sentence(Sentence other)
    {
        _format = other._format;
        _arguments = [.. other._arguments];
    }

    /// <summary>The code of another sentence with the numbers that its arguments have here; those that are not here are added.</summary>
    private string Renumbered(Sentence one)
    {
        var code = new StringBuilder();
        for (int i = 0; i < one.Code.Length; i++)
        {
            char at = one.Code[i];
            code.Append(at);
            if (at is '{' or '}' && i + 1 < one.Code.Length && one.Code[i + 1] == at)
            {
                code.Append(one.Code[++i]);
            }
            else if (at == '{' && one.Arguments.Count > 0)
            {
                int end = one.Code.AsSpan(i).IndexOfAny(':', '}') + i;
                object? argument = one.Arguments[int.Parse(one.Code.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture)];
                int number = _arguments.FindIndex(a => Equals(a, argument));
                if (number < 0)
                {
                    number = _arguments.Count;
                    _arguments.Add(argument);
                }

                code.Append(CultureInfo.InvariantCulture, $"{number}");
                i = end - 1;
            }
        }

        return code.ToString();
    }
}
