using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>Reads the files that the arguments name; <see cref="KeyFiles"/> reads those with keys.</summary>
internal static class Files
{
    public const string StandardInput = "-";

    /// <summary>
    /// Tokens and keys from files. <c>-</c> is standard input; without files, redirected standard input is read.
    /// </summary>
    public static UnverifiedTokens Tokens(string[] files, CommandContext context, int? ihleType = null) =>
        Tokens(Inputs(files, context), ihleType);

    /// <summary>Tokens and keys from what was read.</summary>
    public static UnverifiedTokens Tokens(IEnumerable<(string Name, byte[] Bytes)> inputs, int? ihleType = null) =>
        UnverifiedTokens.Combine(inputs.Select(input => UnverifiedTokens.Read(input.Bytes, input.Name, ihleType: ihleType)));

    /// <summary>Tokens and keys from which a file or records are made. An unreadable item is refused, so that it is not left out.</summary>
    /// <exception cref="UsageException">Something in the files is neither a token nor a key, or there is none.</exception>
    public static UnverifiedTokens WholeTokens(string[] files, CommandContext context)
    {
        UnverifiedTokens tokens = Tokens(files, context);
        RequireWhole(tokens, string.Join(", ", files.Select(f => $"'{f}'")));
        return tokens;
    }

    private static void RequireWhole(UnverifiedTokens tokens, string files)
    {
        if (tokens.Findings.FirstOrDefault(f => f.Code is FindingCode.InputNotRecognized or FindingCode.AnswerUnusable) is { } unread)
        {
            throw new UsageException($"Something is neither a token nor a public key. {LibraryWords.Of(unread)}");
        }

        if (tokens.Items.Count == 0)
        {
            throw new UsageException($"There is neither a token nor a public key in {files}.");
        }
    }

    /// <summary>The contents of files with their names, read in the same way.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Inputs(string[] files, CommandContext context)
    {
        if (files.Length == 0)
        {
            files = context.InputIsRedirected
                ? [StandardInput]
                : throw new UsageException($"No file was named, and nothing is piped in. Name a file, or '-' for standard input.");
        }

        return [.. files.Select(file => (file == StandardInput ? "standard input" : file, Bytes(file, context)))];
    }

    /// <summary>
    /// A file with tokens or keys. A file over the library's limit is read only so far that the library sees that it exceeds the limit.
    /// </summary>
    public static byte[] Bytes(string file, CommandContext context)
    {
        using Stream stream = Open(file, context);
        try
        {
            var buffer = new byte[TokenLimits.Default.MaxInputBytes + 1];
            int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..read];
        }
        catch (IOException e)
        {
            throw new UsageException($"'{file}' could not be read: {Sentence.Of(e)}");
        }
    }

    /// <summary>The parsed content of a file of certificates, logs or the like. A fault in it is a <see cref="UsageException"/>.</summary>
    /// <param name="file">The file; '-' is standard input.</param>
    /// <param name="what">What it should be.</param>
    /// <param name="parse">Parses it.</param>
    /// <param name="context">The process.</param>
    /// <param name="hint">What to bring instead, as a sentence.</param>
    public static T Parse<T>(
        string file, Sentence what, Func<ReadOnlyMemory<byte>, T> parse, CommandContext context, Sentence? hint = null) =>
        ParseAll([file], what, contents => parse(contents[0]), context, hint);

    /// <summary>The contents of several files, each by itself, parsed.</summary>
    public static T ParseAll<T>(
        string[] files, Sentence what, Func<IReadOnlyList<ReadOnlyMemory<byte>>, T> parse, CommandContext context, Sentence? hint = null)
    {
        ReadOnlyMemory<byte>[] contents = [.. files.Select(f => (ReadOnlyMemory<byte>)Large(f, context))];
        return Understood(() => parse(contents), string.Join("', '", files), what, hint);
    }

    /// <summary>Parses what was read before. A fault in it is a <see cref="UsageException"/>.</summary>
    public static T Understood<T>(Func<T> parse, string file, Sentence what, Sentence? hint)
    {
        try
        {
            return parse();
        }
        catch (TokenFormatException e)
        {
            throw new UsageException(Sentences.Following($"'{file}' is no {what}: {Sentence.Of(e)}.", hint));
        }
    }

    /// <summary>A file that may be larger than tokens are; '-' is standard input.</summary>
    public static byte[] Large(string file, CommandContext context)
    {
        using Stream stream = Open(file, context);
        return Whole(stream, file);
    }

    /// <summary>The same for a file that the command will replace, so it is not added to <see cref="CommandContext.FilesRead"/>.</summary>
    public static byte[] LargeToReplace(string file)
    {
        using FileStream stream = Open(file);
        return Whole(stream, file);
    }

    /// <summary>Opens a file, which the command then never overwrites; '-' is standard input.</summary>
    public static Stream Open(string file, CommandContext context)
    {
        if (file == StandardInput)
        {
            return context.OpenInput();
        }

        FileStream stream = Open(file);
        context.FilesRead.Add(file);
        return stream;
    }

    private static FileStream Open(string file) =>
        Directory.Exists(file) ? throw new UsageException($"'{file}' is a folder, where a file is asked.") : File.OpenRead(file);

    private static byte[] Whole(Stream stream, string file)
    {
        const int MaxBytes = 64 * 1024 * 1024;
        // Devices and pipes do not tell their length, so count what is read.
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (read.Length + count > MaxBytes)
            {
                throw new UsageException($"'{file}' is larger than {MaxBytes >> 20} MiB.");
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
