using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>Identities of age, as a person makes them.</summary>
internal static partial class AgeKeys
{
    /// <summary>Makes one.</summary>
    /// <param name="file">Where the identity goes.</param>
    /// <returns>The recipient.</returns>
    public static string Make(string file)
    {
        var start = new ProcessStartInfo("age-keygen", ["--output", file]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return Recipient().Match(said).Value;
    }

    [GeneratedRegex("age1[a-z0-9]+")]
    private static partial Regex Recipient();
}
