using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>The captures in <c>tests/captures</c>: outputs of tools for DNS answers, with the expected results.</summary>
public static class Captures
{
    /// <summary>Where the captures lie.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "captures");

    /// <summary>The instant at which they are judged.</summary>
    public static string At => Manifest.GetProperty("at").GetString()!;

    /// <summary>All, in the order of the manifest.</summary>
    public static IReadOnlyList<CaptureCase> All { get; } = [.. Manifest.GetProperty("captures").EnumerateArray().Select(CaptureCase.Read)];

    private static JsonElement Manifest => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json"))).RootElement;
}
