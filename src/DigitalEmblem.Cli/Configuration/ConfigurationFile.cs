using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Configuration;

/// <summary>
/// The file with the user's configuration, a JSON object. It is read strictly: a name that was skipped could have been that of a trusted
/// authority. It widens whom a command trusts, so it counts only if nobody but its owner can write it.
/// </summary>
internal static class ConfigurationFile
{
    private const int MaxBytes = 64 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Reads and checks it; nothing is configured if there is none.</summary>
    /// <exception cref="UsageException">It is malformed, or others can write it.</exception>
    public static UserConfiguration Read(CommandContext context) => UserFolder.Configuration(context) is { } path && File.Exists(path)
        ? new UserConfiguration(path, Checked(path, Members(path), context))
        : UserConfiguration.None;

    /// <summary>Its members as they stand there, known or not; none if there is no file.</summary>
    public static Dictionary<string, JsonElement> Members(string path)
    {
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? throw new UsageException($"'{path}' is a folder, where a file is asked.") : [];
        }

        byte[] bytes = Bytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes.AsMemory(bytes.AsSpan().StartsWith(Mark) ? Mark.Length : 0),
                new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.Clone())
                : throw new UsageException(IsNone(path, $"it is no JSON object"));
        }
        catch (JsonException e)
        {
            // Only a name that is there twice has no place.
            throw new UsageException(IsNone(path, e.LineNumber is { } line
                ? Sentence.Of($"it is no JSON from line {line + 1}, byte {e.BytePositionInLine + 1} on")
                : $"a name stands there twice"));
        }
    }

    /// <summary>The values of the settings, each checked.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Checked(
        string path, Dictionary<string, JsonElement> members, CommandContext context)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach ((string name, JsonElement member) in members)
        {
            Setting setting = Setting.Find(name) ?? throw new UsageException(Unknown(path, name));
            values.Add(name, Values(path, setting, member, context));
        }

        return values;
    }

    /// <summary>Writes it; a new one is of its owner alone, as is its folder.</summary>
    public static void Write(string path, Dictionary<string, JsonElement> members, CommandContext context)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach ((string name, JsonElement member) in members)
            {
                json.WritePropertyName(name);
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        byte[] bytes = [.. buffer.WrittenSpan, (byte)'\n'];
        if (File.Exists(path))
        {
            OutputFile.Write(path, bytes, context);
            return;
        }

        UserFolder.CreatePrivate(Path.GetDirectoryName(Path.GetFullPath(path))!);
        WholeFile.WriteNew(path, bytes, OwnerOnly);
    }

    /// <summary>A name that is none, and the one that was meant.</summary>
    public static Sentence Unknown(string path, string name) => NearestName.Of(name, Names) is { } near
        ? Sentence.Of($"'{Terminal.Line(path)}' has no setting '{Printable.Text(name)}': did you mean '{near}'?")
        : $"'{Terminal.Line(path)}' has no setting '{Printable.Text(name)}'. There are: {string.Join(", ", Names)}.";

    private static IEnumerable<string> Names => Setting.All.Select(s => s.Name);

    private static string[] Values(string path, Setting setting, JsonElement member, CommandContext context)
    {
        bool isForm = setting.IsList
            ? member.ValueKind == JsonValueKind.Array && member.GetArrayLength() > 0
                && member.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            : member.ValueKind == JsonValueKind.String;
        if (!isForm)
        {
            throw new UsageException(IsWrong(path, setting, setting.IsList
                ? Sentence.Of($"a list of texts stands there, as [\"…\", \"…\"], or the name is left out.")
                : $"one text stands there, or the name is left out."));
        }

        string[] values = [.. setting.IsList ? member.EnumerateArray().Select(v => v.GetString()!) : [member.GetString()!]];
        return values.Select(v => setting.Fault(v, context)).OfType<Sentence>().FirstOrDefault() is { } fault
            ? throw new UsageException(IsWrong(path, setting, fault))
            : values;
    }

    private static byte[] Bytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (ForeignHands.On(stream, path) is { } fault)
        {
            throw new UsageException(fault);
        }

        var bytes = new byte[MaxBytes + 1];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= MaxBytes ? bytes[..read] : throw new UsageException(IsNone(path, $"it is larger than {MaxBytes >> 10} KiB"));
    }

    private static Sentence IsNone(string path, Sentence why) => $"'{Terminal.Line(path)}' is no configuration: {why}.";

    private static Sentence IsWrong(string path, Setting setting, Sentence why) => $"'{Terminal.Line(path)}', '{setting.Name}': {why}";
}
