using System.Text.Json;

namespace DigitalEmblem.TestSupport;

/// <summary>One capture of the collection.</summary>
/// <param name="File">Its file.</param>
/// <param name="Command">The command line that makes it, with <c>{bind}</c> and the like for ports; null if it was written by hand.</param>
/// <param name="WithErrors">Whether it holds standard error too.</param>
/// <param name="Arguments">Further arguments of <c>emblem verify</c>.</param>
/// <param name="Exit">The expected exit code.</param>
/// <param name="Say">Words that the output must have; null for none.</param>
public sealed record CaptureCase(string File, string? Command, bool WithErrors, IReadOnlyList<string> Arguments, int Exit, string? Say)
{
    private static readonly string[] Members = ["file", "command", "hand", "stderr", "args", "exit", "say", "why"];

    /// <summary>The arguments of <c>emblem verify</c> for a file with this capture.</summary>
    public string[] VerifyArguments(string path) => ["verify", path, "--assume-committed", "--at", Captures.At, .. Arguments];

    internal static CaptureCase Read(JsonElement value)
    {
        string? unknown = value.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => !Members.Contains(n));
        if (unknown is not null)
        {
            throw new InvalidDataException($"The manifest of captures has a member '{unknown}' that no test knows.");
        }

        return new CaptureCase(
            value.GetProperty("file").GetString()!,
            value.TryGetProperty("command", out JsonElement command) ? command.GetString() : null,
            value.TryGetProperty("stderr", out JsonElement errors) && errors.GetBoolean(),
            value.TryGetProperty("args", out JsonElement args) ? [.. args.EnumerateArray().Select(a => a.GetString()!)] : [],
            value.GetProperty("exit").GetInt32(),
            value.TryGetProperty("say", out JsonElement say) ? say.GetString() : null);
    }
}
