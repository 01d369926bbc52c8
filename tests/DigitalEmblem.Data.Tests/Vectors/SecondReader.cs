using System.Diagnostics;
using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>The reader in Python that was written from spec/data-emblem.md alone.</summary>
internal static class SecondReader
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "DigitalEmblem.Data.Tests", "reader.py");

    /// <summary>What it shows of each, in order; null and the reason for one that it refuses.</summary>
    public static List<(IReadOnlyList<string>? Shows, string? Why)> Read(IReadOnlyList<DataVector> vectors)
    {
        var start = new ProcessStartInfo("python3", [Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        using Process python = Process.Start(start)!;
        Task<string> output = python.StandardOutput.ReadToEndAsync(), errors = python.StandardError.ReadToEndAsync();
        foreach (DataVector vector in vectors)
        {
            python.StandardInput.WriteLine(JsonSerializer.Serialize(vector, DataVectorFile.Form));
        }

        python.StandardInput.Close();
        python.WaitForExit();
        string[] lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return python.ExitCode == 0 && lines.Length == vectors.Count
            ? [.. lines.Select(Answer)]
            : throw new InvalidOperationException($"The second reader answered {lines.Length} of {vectors.Count}: {errors.Result}");
    }

    private static (IReadOnlyList<string>?, string?) Answer(string line)
    {
        using var json = JsonDocument.Parse(line);
        JsonElement answer = json.RootElement;
        return answer.GetProperty("outcome").GetString() == "accepted"
            ? ([.. answer.GetProperty("shows").EnumerateArray().Select(s => s.GetString()!)], null)
            : (null, answer.GetProperty("why").GetString());
    }
}
