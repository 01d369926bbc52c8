using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Input;

/// <summary>
/// A log list on disk, with its publisher's signature and key beside it (<c>log_list.sig</c>, <c>log_list.pem</c>). With them a stored
/// commitment stays proven after its log has left the list (decisions.md, 22).
/// </summary>
internal static class LogListFiles
{
    private static Sentence Hint => $"It is a JSON file, in version 3 of the form that Google publishes; without --log-list the one "
        + $"counts that 'emblem logs update' installed.";

    private static Sentence InstalledHint =>
        $"It was installed there, and is damaged: 'emblem logs update' installs it anew, and --log-list names another for this once.";

    /// <summary>The list in a file that was named, else the installed one; null if there is none.</summary>
    public static LogList? Read(string? named, CommandContext context)
    {
        string? file = named ?? (UserFolder.LogList(context) is { } installed && File.Exists(installed) ? installed : null);
        return file is null
            ? null
            : Files.Parse(file, $"log list", bytes => Read(file, bytes, context), context, named is null ? InstalledHint : Hint);
    }

    /// <summary>
    /// Installs a list. The list itself is written last: until then the new signature does not match the old list, and counts as missing.
    /// </summary>
    public static void Install(string target, byte[] list, byte[] signature, byte[] publisherKey, CommandContext context)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
        {
            UserFolder.CreatePrivate(folder);
        }

        foreach ((string path, byte[] content) in ((string, byte[])[])[
            (SignatureOf(target), signature), (KeyOf(target), publisherKey), (target, list)])
        {
            // Skip a file that has this content already: this command may have read that file, and then must not overwrite it.
            if (!File.Exists(path) || !Files.LargeToReplace(path).AsSpan().SequenceEqual(content))
            {
                OutputFile.Write(path, content, context);
            }
        }
    }

    private static LogList Read(string file, ReadOnlyMemory<byte> list, CommandContext context)
    {
        if (file == Files.StandardInput || !File.Exists(SignatureOf(file)) || !File.Exists(KeyOf(file)))
        {
            return LogList.Read(list);
        }

        byte[] signature = Files.Large(SignatureOf(file), context), key = Files.Large(KeyOf(file), context);
        try
        {
            return LogList.ReadSigned(list, signature, key);
        }
        catch (TokenFormatException e)
            when (e.Path is { } path && (path == "signature" || path.StartsWith("publisher's key", StringComparison.Ordinal)))
        {
            // The caller chose the list, so use it without its signature. Evidence that was kept under earlier lists does not count then.
            return LogList.Read(list);
        }
    }

    private static string SignatureOf(string list) => Path.ChangeExtension(list, ".sig");

    private static string KeyOf(string list) => Path.ChangeExtension(list, ".pem");
}
