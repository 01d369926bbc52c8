using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests;

/// <summary>
/// The form of the sources. If it fails, a maintainer scrolls sideways, and a review passes over what stands at the end of a line.
/// </summary>
public class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void Lines_OfEachSource_HaveAtMost140Characters() => Assert.Empty(
        ((string[])["src", "tests", "bench", "fuzz", "samples"])
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(IsWritten)
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (File: file, Number: i + 1, line.Length)))
            .Where(line => line.Length > Longest)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, line.File)}:{line.Number}: {line.Length}"));

    // Migrations are written by Entity Framework, which has a width of its own.
    private static bool IsWritten(string file) =>
        !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Migrations");
}
