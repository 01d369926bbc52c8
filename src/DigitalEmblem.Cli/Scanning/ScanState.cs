using System.Buffers;
using System.Text.Json;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Scanning;

/// <summary>
/// How far a scan came. The state describes the output up to a length, and nothing after it. Its file is replaced as a whole, so that
/// all its members belong to one moment.
/// </summary>
internal sealed record ScanState
{
    private const int Version = 2;

    /// <summary>The options that decide what the output says.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>The version of the form of the lines (spec/scan.md). All lines of one output have the same form.</summary>
    public int Form { get; init; } = ScanResult.FormVersion;

    /// <summary>The digest of the input, if it is a file.</summary>
    public required string? Input { get; init; }

    /// <summary>The digest of the lines answered, if the input is a stream.</summary>
    public string? Answered { get; init; }

    /// <summary>The last line that was answered; 0 before the first.</summary>
    public long Line { get; init; }

    /// <summary>The length of the output, in bytes, that this state describes.</summary>
    public long Bytes { get; init; }

    public long NotNames { get; init; }

    public ScanTally Tally { get; init; } = new();

    /// <summary>The assumptions of the results so far.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    public bool Finished { get; init; }

    /// <summary>Reads it; null if there is none yet.</summary>
    public static ScanState? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(Files.LargeToReplace(file));
            JsonElement json = document.RootElement;
            if (json.GetProperty("scanState").GetInt32() != Version)
            {
                throw new UsageException($"'{file}' was written by another version of this command: start the scan anew.");
            }

            var tally = new ScanTally();
            foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>())
            {
                tally.Add(outcome, json.GetProperty("counts").GetProperty(outcome.ToString()).GetInt64());
            }

            if (json.GetProperty("line").GetInt64() < 0 || json.GetProperty("bytes").GetInt64() < 0)
            {
                throw new FormatException();
            }

            return new ScanState
            {
                Form = json.GetProperty("form").GetInt32(),
                Options = [.. json.GetProperty("options").EnumerateArray().Select(o => o.GetString()!)],
                Assumptions = [.. json.GetProperty("assumptions").EnumerateArray().Select(o => o.GetString()!)],
                Input = json.GetProperty("input").GetString(),
                Answered = json.GetProperty("answered").GetString(),
                Line = json.GetProperty("line").GetInt64(),
                Bytes = json.GetProperty("bytes").GetInt64(),
                NotNames = json.GetProperty("notNames").GetInt64(),
                Tally = tally,
                Finished = json.GetProperty("finished").GetBoolean(),
            };
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new UsageException($"'{file}' is not the state of a scan: --resume names a file that 'emblem scan' keeps itself.");
        }
    }

    /// <summary>Replaces the file with this state. The content is on disk before the file gets its name.</summary>
    public void Write(string file, CommandContext context)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("scanState", Version);
            json.WriteNumber("form", Form);
            WriteTexts(json, "options", Options);
            json.WriteString("input", Input);
            json.WriteString("answered", Answered);
            json.WriteNumber("line", Line);
            json.WriteNumber("bytes", Bytes);
            json.WriteNumber("notNames", NotNames);
            json.WriteStartObject("counts");
            foreach (VerdictOutcome outcome in Enum.GetValues<VerdictOutcome>())
            {
                json.WriteNumber(outcome.ToString(), Tally[outcome]);
            }

            json.WriteEndObject();
            WriteTexts(json, "assumptions", Assumptions);
            json.WriteBoolean("finished", Finished);
            json.WriteEndObject();
        }

        OutputFile.Write(file, buffer.WrittenSpan, context);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
