using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DigitalEmblem;

/// <summary>The files of <c>spec/law</c> as this build carries them.</summary>
internal sealed class LawFiles
{
    private readonly IReadOnlyList<LawFile> _files;

    private LawFiles(string version, IReadOnlyList<LawFile> files, IReadOnlyList<LawReading> readings)
    {
        Version = version;
        _files = files;
        Caveat = files.Single(f => f.Caveat is not null).Caveat!;
        Summaries = [.. files.Where(f => f.Short is not null).Select(Summary).OrderBy(s => s.Purpose)];
        Readings = readings.ToDictionary(r => r.Key, StringComparer.Ordinal);
    }

    public string Version { get; }

    public string Caveat { get; }

    public IReadOnlyList<LawSummary> Summaries { get; }

    public IReadOnlyDictionary<string, LawReading> Readings { get; }

    public IReadOnlyList<LawStatement> OnAllSigns => Named("all-signs").Statements;

    public IReadOnlyList<LawStatement> OnData => Named("data").Statements;

    /// <summary>Reads the files in this assembly.</summary>
    public static LawFiles Embedded()
    {
        LawFileList list = Read("texts.json", LawJson.Default.LawFileList);
        return new LawFiles(
            list.LawTexts,
            [.. list.Files.Select(file => Read(file, LawJson.Default.LawFile))],
            Read("readings.json", LawJson.Default.LawReadingList).Readings);
    }

    public IReadOnlyList<LawStatement> StatementsOn(Purposes purpose) => _files.Single(f => f.Purpose == (int)purpose).Statements;

    public bool Cites(LawSource source) => source is { Treaty: not null, Article: not null } && _files
        .Where(f => f.Purpose is not null)
        .SelectMany(f => f.Statements)
        .SelectMany(s => s.Sources)
        .Any(s => s.Treaty == source.Treaty && s.Annex == source.Annex && s.Article == source.Article);

    private LawFile Named(string sign) => _files.Single(f => f.Sign == sign);

    private static LawSummary Summary(LawFile file) => new(
        (Purposes)file.Purpose!.Value, file.Sign, file.Short!.Line, file.Short.Effect, file.Short.Limits, file.Short.Sources);

    private static T Read<T>(string file, JsonTypeInfo<T> form)
    {
        using Stream? stream = typeof(LawFiles).Assembly.GetManifestResourceStream($"law/{file}");
        return JsonSerializer.Deserialize(stream ?? throw new InvalidOperationException($"This build lacks spec/law/{file}."), form)
            ?? throw new InvalidOperationException($"spec/law/{file} holds nothing.");
    }
}
