using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Watching;

/// <summary>
/// How far each log was followed, and which certificates were told (spec/log-watch.md, state). Its file is replaced as a whole. What is
/// beside <c>progress</c> is for people who look into it.
/// </summary>
internal sealed class LogWatchState
{
    private const int Version = 1;

    // The oldest are forgotten first: the same certificate comes into several logs within days.
    private const int MostTold = 1000;

    private readonly Dictionary<Sha256Digest, LogProgress> _progress = [];

    // Logs that have left the list may come back to it.
    private readonly Dictionary<string, string> _others = [];
    private readonly List<string> _told = [];
    private readonly string? _file;
    private readonly LogList _logs;

    private LogWatchState(string? file, LogList logs) => (_file, _logs) = (file, logs);

    /// <summary>How far a log was followed; null for one that was not.</summary>
    public LogProgress? Of(TransparencyLog log) => _progress.GetValueOrDefault(log.Id);

    /// <summary>Keeps how far a log was followed.</summary>
    public void Keep(LogProgress progress) => _progress[progress.LogId] = progress;

    /// <summary>Notes that a certificate is told.</summary>
    /// <returns>False if it was told before.</returns>
    public bool Tell(LogSighting sighting)
    {
        string one = $"{sighting.Kind}:{sighting.Common}";
        if (_told.Contains(one))
        {
            return false;
        }

        _told.Add(one);
        _told.RemoveRange(0, Math.Max(0, _told.Count - MostTold));
        return true;
    }

    /// <summary>Reads a file; an empty state if there is none yet.</summary>
    /// <exception cref="UsageException">It is damaged, or tells of a log with another key.</exception>
    public static LogWatchState Read(string? file, LogList logs)
    {
        var state = new LogWatchState(file, logs);
        if (file is null || !File.Exists(file))
        {
            return state;
        }

        try
        {
            StrictJson.ReadObject(Files.LargeToReplace(file), root =>
            {
                state.Read(root);
                return true;
            });
        }
        catch (Exception e)
            when (e is TokenFormatException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException($"'{file}' is not the state of a watch, or is damaged: {Sentence.Of(e)}. Name another file, and the "
                + $"watch begins anew at the present heads of the logs; what was logged meanwhile is not seen.");
        }

        return state;
    }

    /// <summary>Replaces the file.</summary>
    public void Write(CommandContext context)
    {
        if (_file is null)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("logWatch", Version);
            json.WriteStartArray("told");
            _told.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteStartArray("logs");
            foreach (LogProgress progress in _progress.Values.OrderBy(p => p.LogId.ToString(), StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("id", progress.LogId.ToBase64());
                json.WriteString("name", _logs.Find(progress.LogId)?.ToString());
                json.WriteNumber("position", progress.Position ?? 0);
                json.WriteString("reached", progress.Reached?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                json.WriteBase64String("progress", LogProgressCodec.Write(progress));
                json.WriteEndObject();
            }

            foreach ((string id, string progress) in _others.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteString("progress", progress);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        OutputFile.Write(_file, buffer.WrittenSpan, context);
    }

    private void Read(JsonElement root)
    {
        if (root.GetProperty("logWatch").GetInt32() != Version)
        {
            throw new TokenFormatException("written by another version of this command");
        }

        _told.AddRange(root.GetProperty("told").EnumerateArray().TakeLast(MostTold).Select(t => StrictJson.Text(t, "told")));
        foreach (JsonElement one in root.GetProperty("logs").EnumerateArray().Take(TransparencyLimits.MaxLogs))
        {
            string id = StrictJson.RequiredText(one, "id"), progress = StrictJson.RequiredText(one, "progress");
            TransparencyLog? log = _logs.Logs.FirstOrDefault(l => l.Id.ToBase64() == id);
            if (log is null)
            {
                _others[id] = progress;
            }
            else
            {
                _progress[log.Id] = LogProgressCodec.Read(Convert.FromBase64String(progress), log);
            }
        }
    }
}
