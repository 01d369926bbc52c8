namespace DigitalEmblem.Issuer;

/// <summary>The words of the issuer's command line.</summary>
internal static class IssuerCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">The words.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await Console.Error.WriteLineAsync("The issuer service is being built (issue 7): it does nothing yet.");
        return args.Length == 0 ? 1 : 64;
    }
}
