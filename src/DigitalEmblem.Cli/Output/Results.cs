namespace DigitalEmblem.Cli.Output;

/// <summary>Writes a result: to a file as it is, or to standard output as a line that all our commands can read.</summary>
internal static class Results
{
    public static void Write(byte[] bytes, string? file, CommandContext context)
    {
        if (file is null)
        {
            context.Print(Convert.ToHexStringLower(bytes));
        }
        else
        {
            OutputFile.Write(file, bytes, context);
            context.Tell($"Wrote {bytes.Length} bytes to {file}.");
        }
    }

    public static void Write(string lines, string? file, CommandContext context)
    {
        if (file is null)
        {
            context.Print(lines);
        }
        else
        {
            OutputFile.Write(file, lines + "\n", context);
            context.Tell($"Wrote {lines.Length + 1} characters to {file}.");
        }
    }
}
