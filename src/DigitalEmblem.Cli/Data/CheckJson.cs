using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>
/// The answer about data for programs (spec/data-check.md): a line for each entry that is not plainly covered, as it is found, and a last
/// line with the answer.
/// </summary>
/// <param name="all">Whether covered entries have a line too.</param>
/// <param name="context">The process.</param>
internal sealed class CheckJson(bool all, CommandContext context) : ICheckReport
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc/>
    public CheckTally Tally { get; } = new();

    /// <inheritdoc/>
    public void Add(CheckedEntry entry)
    {
        Tally.Add(entry);
        if (!all && entry.Standing is EntryStanding.Covered or EntryStanding.NoLongerHeld)
        {
            return;
        }

        WriteLine(json =>
        {
            WritePath(json, entry.Path);
            json.WriteString("kind", entry.Kind.ToString());
            json.WriteString("standing", entry.Standing.ToString());
            json.WriteNumber("size", entry.Size);
            json.WriteString("reason", entry.Reason);
            WriteNumber(json, "generation", entry.Generation);
        });
    }

    /// <inheritdoc/>
    public void End(DataCheck check) => WriteLine(json =>
    {
        json.WriteNumber("version", Version);
        json.WriteString("outcome", check.Outcome.ToString());
        json.WriteNumber("exit", (int)check.Outcome);
        json.WriteString("summary", CheckSentence.Of(check, Tally).ToString());
        json.WriteString("reason", check.Reason);
        json.WriteString("sign", check.SignPath);
        json.WriteString("place", check.Place?.ToString());
        json.WritePropertyName("part");
        if (check.Part is { } part)
        {
            json.WriteStartObject();
            WritePath(json, part);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("root", check.Root?.ToString());
        json.WriteStartObject("counts");
        foreach (EntryStanding standing in Enum.GetValues<EntryStanding>())
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(standing.ToString()), check.Counts.GetValueOrDefault(standing));
        }

        json.WriteEndObject();
        json.WriteNumber("bytesCovered", check.BytesCovered);
        WriteVolume(json, check.Volume);
        json.WriteStartArray("excluded");
        foreach (EntryPath path in check.Terms?.Exclusions ?? [])
        {
            json.WriteStartObject();
            WritePath(json, path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("noticeChanged", check.NoticeChanged);
        json.WritePropertyName("location");
        PlaceJson.Write(json, check);
        json.WritePropertyName("verdict");
        if (check.Verdict is { } verdict)
        {
            json.WriteRawValue(verdict.ToJson());
        }
        else
        {
            json.WriteNullValue();
        }
    });

    private static void WriteVolume(Utf8JsonWriter json, VolumeCheck? volume)
    {
        if (volume is null)
        {
            json.WriteNull("volume");
            return;
        }

        json.WriteStartObject("volume");
        json.WriteNumber("generation", volume.Generation);
        json.WriteNumber("oldestRead", volume.OldestRead);
        json.WriteBoolean("olderThanAsked", volume.IsOlderThanAsked);
        json.WriteString("fault", volume.Fault);
        json.WriteStartArray("others");
        foreach (OtherGeneration other in volume.Others)
        {
            json.WriteStartObject();
            json.WriteNumber("generation", other.Generation);
            json.WriteString("root", other.Root.ToString());
            json.WriteString("rootOfSign", other.RootOfSign?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("othersNotShown", volume.OthersNotShown);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WritePath(Utf8JsonWriter json, EntryPath path)
    {
        if (path.ToText() is { } text)
        {
            json.WriteString("path", text);
        }
        else
        {
            json.WriteBase64String("pathBase64", path.Bytes);
        }
    }

    private void WriteLine(Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        context.Print(Terminal.Json(Encoding.UTF8.GetString(_buffer.WrittenSpan)));
    }
}
