using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// A file of spec/ that says what the service does. It is written anew with DIGITALEMBLEM_WRITE_SPEC=1, and then read by a person before it
/// is committed.
/// </summary>
internal static class SpecFile
{
    public static async Task EqualAsync(string name, string actual)
    {
        string path = Path.Combine(Repository.Root, "spec", name);
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_SPEC") == "1")
        {
            await File.WriteAllTextAsync(path, actual);
        }

        string expected = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(
            expected == actual,
            $"spec/{name} is not what the service does. If the change is meant, run this test with DIGITALEMBLEM_WRITE_SPEC=1, and look at "
                + "the difference before you commit it.");
    }
}
