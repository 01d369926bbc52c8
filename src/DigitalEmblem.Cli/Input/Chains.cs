namespace DigitalEmblem.Cli.Input;

/// <summary>Binding certificate chains from files and folders.</summary>
internal static class Chains
{
    private const int MaxFiles = 100_000;

    private static readonly string[] Extensions = [".pem", ".crt", ".cer", ".der"];

    /// <summary>The chain file that lies beside an input; null if there is none.</summary>
    public static string? Beside(string input) =>
        input != Files.StandardInput && File.Exists(input + ".chain.pem") ? input + ".chain.pem" : null;

    /// <summary>The chain in a file.</summary>
    public static BindingChain One(string file, CommandContext context) => Files.Parse(
        file,
        $"certificate chain",
        bytes => BindingChain.Read(bytes, file),
        context,
        $"It is a PEM file, the certificate first and its issuer's below it, as issuers' programs write it to fullchain.pem.");

    /// <summary>The chain in a file, or all chains in a folder and its subfolders. Files without a chain in a folder are skipped.</summary>
    public static IReadOnlyList<BindingChain> Read(string path, CommandContext context)
    {
        if (!Directory.Exists(path))
        {
            return [One(path, context)];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Take(MaxFiles + 1)];
        if (files.Length > MaxFiles)
        {
            throw new UsageException($"'{path}' holds more than {MaxFiles} files.");
        }

        var chains = new List<BindingChain>();
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            try
            {
                chains.Add(BindingChain.Read(Files.Large(file, context), file));
            }
            catch (TokenFormatException e)
            {
                context.Tell($"emblem: {Printable.Text(file)} is no certificate chain, and was passed over: {Sentence.Of(e)}.");
            }
        }

        return chains.Count > 0 ? chains : throw new UsageException($"'{path}' is a folder without a certificate chain: "
            + $"files that end in {string.Join(", ", Extensions)} are looked at, in its folders too.");
    }
}
