namespace DigitalEmblem.Cli.Output;

/// <summary>Writes a result: to a file as it is, or to standard output as a line that all our commands can read.</summary>
internal static class Results
{
    public static void Write(byte[] bytes, string? file, CommandContext context)
    {
        if (file is null)
        {
            context.Out.WriteLine(Convert.ToHexStringLower(bytes));
        }
        else
        {
            OutputFile.Write(file, bytes, context);
            context.Error.WriteLine($"Wrote {bytes.Length} bytes to {file}.");
        }
    }

    public static void Write(string lines, string? file, CommandContext context)
    {
        if (file is null)
        {
            context.Out.WriteLine(lines);
        }
        else
        {
            OutputFile.Write(file, lines + "\n", context);
            context.Error.WriteLine($"Wrote {lines.Length + 1} characters to {file}.");
        }
    }
}
