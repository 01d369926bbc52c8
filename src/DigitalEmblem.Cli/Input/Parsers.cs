using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>Arguments as people type them. Each parser adds an error that says what was expected.</summary>
internal static class Parsers
{
    /// <summary>
    /// An instant in ISO 8601: a day, or a day and a time with its offset from UTC. Texts that are ambiguous or depend on the local time
    /// zone are refused.
    /// </summary>
    public static DateTimeOffset? Instant(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (IsoInstant.IsLocal(text))
        {
            return Fail<DateTimeOffset?>(
                result,
                $"'{text}' does not say in which time zone: write {text}Z if it is UTC, else its distance from UTC, as {text}+02:00.");
        }

        return IsoInstant.TryParse(text, out DateTimeOffset instant)
            ? instant
            : Fail<DateTimeOffset?>(
                result,
                $"'{text}' is no instant that is read here (ISO 8601): write 2026-06-17T00:10:00Z, or 2026-06-17 for "
                    + $"its first moment (UTC).");
    }

    /// <summary>A length of time: 90s, 15m, 24h, 7d, 2w.</summary>
    public static TimeSpan? Duration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        long? unit = text.Length == 0 ? null : text[^1] switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            'w' => 7 * TimeSpan.TicksPerDay,
            _ => null,
        };
        return unit is { } ticks
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count <= TimeSpan.MaxValue.Ticks / ticks
                ? TimeSpan.FromTicks(count * ticks)
                : Fail<TimeSpan?>(result, $"'{text}' is no length of time: write a number and a unit, as 90s, 15m, 24h, 7d or 2w.");
    }

    /// <summary>Purposes by their names, joined by commas or given several times.</summary>
    public static Purposes Purposes(ArgumentResult result)
    {
        var purposes = DigitalEmblem.Purposes.None;
        foreach (string name in result.Tokens.SelectMany(
            t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!PurposeNames.TryParse(name, out Purposes purpose))
            {
                return Fail<Purposes>(result, $"'{name}' is no purpose: {string.Join(", ", PurposeNames.All)}.");
            }

            purposes |= purpose;
        }

        return purposes;
    }

    /// <summary>A word out of a few.</summary>
    public static Func<ArgumentResult, T?> Word<T>(Sentence what, params (string Word, T Value)[] words) => result =>
    {
        string text = result.Tokens[0].Value;
        foreach ((string word, T value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }

        return Fail<T>(result, $"'{text}' is no {what}: {string.Join(", ", words.Select(w => w.Word))}.");
    };

    /// <summary>Words out of a few, joined by commas or given several times.</summary>
    public static Func<ArgumentResult, T[]?> WordsOf<T>(Sentence what, params (string Word, T Value)[] words) => result =>
    {
        var values = new List<T>();
        foreach (string text in result.Tokens.SelectMany(
            t => t.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words.Where(w => w.Word == text).ToArray() is not [var known])
            {
                return Fail<T[]>(result, $"'{text}' is no {what}: {string.Join(", ", words.Select(w => w.Word))}.");
            }

            values.Add(known.Value);
        }

        return [.. values];
    };

    /// <summary>A number, zero or more.</summary>
    public static int Count(ArgumentResult result) =>
        int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : Fail<int>(result, $"'{result.Tokens[0].Value}' is no number: write 1, 2 and so on.");

    /// <summary>The number of a DNS record type.</summary>
    public static int? RecordType(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort type) && type > 0
            ? type
            : throw new MistypedException($"'{text}' is no record type: a number from 1 to {ushort.MaxValue}.");

    /// <inheritdoc cref="RecordType(string)"/>
    public static int RecordType(ArgumentResult result) => Of(RecordType)(result).GetValueOrDefault();

    /// <summary>A value with a Parse method that says what is wrong.</summary>
    public static Func<ArgumentResult, T?> Of<T>(Func<string, T> parse) => result =>
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (FormatException e)
        {
            return Fail<T>(result, Sentence.Of(e));
        }
    };

    /// <summary>Several such values.</summary>
    public static Func<ArgumentResult, T[]?> AllOf<T>(Func<string, T> parse) => result =>
    {
        try
        {
            return [.. result.Tokens.Select(t => parse(t.Value))];
        }
        catch (FormatException e)
        {
            return Fail<T[]>(result, Sentence.Of(e));
        }
    };

    /// <summary>An asset as people write it: a name in any script, a wildcard, or an address or prefix with or without brackets.</summary>
    public static AssetIdentifier Asset(string text)
    {
        if (AssetIdentifier.TryParse(text, out AssetIdentifier? asset) || AssetIdentifier.TryParse($"[{text}]", out asset))
        {
            return asset;
        }

        return IPAddress.TryParse(text, out _) || System.Text.Ascii.IsValid(text)
            ? AssetIdentifier.Parse(text)
            : AssetIdentifier.ForName(DomainName.FromUnicode(text));
    }

    private static T? Fail<T>(ArgumentResult result, Sentence message)
    {
        result.Refuse(message);
        return default;
    }
}
