using System.Text.Json;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>
/// Runs command lines of the issuer, one after the other, in one process that has compiled them once: starting the program anew for each
/// costs a second of a processor. Each gets its own working folder, variables, output and error, as a process of its own would have.
/// </summary>
internal static class CommandLoop
{
    /// <summary>Reads a <see cref="CommandCall"/> a line, and writes a <see cref="CommandAnswer"/> a line, until its input ends.</summary>
    public static async Task RunAsync()
    {
        TextReader calls = Console.In;
        TextWriter answers = Console.Out;
        while (await calls.ReadLineAsync() is { } line)
        {
            await answers.WriteLineAsync(JsonSerializer.Serialize(await RunAsync(JsonSerializer.Deserialize<CommandCall>(line)!)));
            await answers.FlushAsync();
        }
    }

    private static async Task<CommandAnswer> RunAsync(CommandCall call)
    {
        string folder = Environment.CurrentDirectory;
        Dictionary<string, string?> before = call.Variables.Keys.ToDictionary(n => n, Environment.GetEnvironmentVariable);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetIn(TextReader.Null);
        Console.SetOut(output);
        Console.SetError(error);
        Environment.CurrentDirectory = call.Folder;
        Set(call.Variables);
        try
        {
            return new CommandAnswer(await IssuerCommand.RunAsync([.. call.Words]), output.ToString(), error.ToString());
        }
        finally
        {
            Set(before);
            Environment.CurrentDirectory = folder;
        }
    }

    private static void Set<T>(Dictionary<string, T> variables)
        where T : class?
    {
        foreach ((string name, T value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value as string);
        }
    }
}
