using System.Diagnostics;

namespace DigitalEmblem.Tests.Keys;

/// <summary>The real <c>openssl</c> command, in a folder of its own.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Runs a script of the shell, in which <c>openssl</c> is what it is for; fails if any line of it does.</summary>
    public string Run(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-ec", script])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script}: {errors.Result}");
    }

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    public string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    public string[] Files(string pattern) =>
        Directory.GetFiles(_folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
