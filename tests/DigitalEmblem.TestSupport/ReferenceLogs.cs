using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// Two whole logs as TesseraCT and CTFE served them, and 26 deployments whose commitments point into them (corpora, ct/reference-logs).
/// </summary>
public static class ReferenceLogs
{
    public const string Folder = "ct/reference-logs";

    /// <summary>The time of judgement.</summary>
    public static DateTimeOffset At { get; } = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static LogList LogList() => DigitalEmblem.LogList.Read(File.ReadAllBytes(Corpora.PathOf($"{Folder}/log_list.json")));

    public static TransparencyTrust Trust() => new()
    {
        Logs = LogList(),
        Roots = RootStore.Read(File.ReadAllBytes(Corpora.PathOf($"{Folder}/chain/root.pem"))),
    };

    public static BindingChain Chain(string file) => BindingChain.Read(File.ReadAllBytes(Corpora.PathOf($"{Folder}/{file}")), file);

    /// <summary>Every chain of the folder, the submitted precertificates among them.</summary>
    public static CommitmentMaterial EveryChain() => CommitmentMaterial.Of(Directory
        .EnumerateFiles(Corpora.PathOf($"{Folder}/entries"), "*.pem", SearchOption.AllDirectories)
        .Select(file => BindingChain.Read(File.ReadAllBytes(file), file)));

    public static IReadOnlyList<JsonElement> Deployments() =>
        [.. Corpora.Json($"{Folder}/deployments.json").GetProperty("sets").EnumerateArray()];

    /// <summary>The deployment's items as hexadecimal lines, a form that a person may use.</summary>
    public static string ItemsAsText(JsonElement deployment) =>
        string.Join('\n', deployment.GetProperty("items").EnumerateArray().Select(i => i.GetString()));
}
